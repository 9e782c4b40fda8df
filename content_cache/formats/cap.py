"""CAP 1.2, the Common Alerting Protocol (OASIS, 1 July 2010): one message, several in an envelope, or an index of them.

Read with lxml: no entity is resolved, no network asked, and a document that declares any is refused. 1.0 and 1.1 are read alike.
A message becomes one Alert for each event that it tells of; its `info` blocks in other languages become that alert's wordings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from content_cache.alerts.place import kemendagri
from content_cache.alerts.shapes import circle, polygon
from content_cache.formats.cap_index import Index, index_of
from content_cache.formats.cap_terms import hazard_of, severity_of
from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.item_builder import ID_LIMIT, ItemDraft, attachment_type, build_items, said_size
from content_cache.formats.notes import ReasonCounts
from content_cache.model.attachments import Attachment
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert, Item, Wording
from content_cache.model.problems import problem, quoted
from content_cache.model.sources import Source
from content_cache.model.trust import may_alert
from content_cache.model.vocabulary import Category
from content_cache.text.cleaning import clean_url, text_to_blocks
from content_cache.text.dates import parse_date
from content_cache.text.plain import clean_line, clean_text, clean_title

MOST_MESSAGES = 200  # of one document
MOST_SHAPES = 20_000  # of one message: what has more is for all
LASTS = timedelta(hours=24)
"""Duration of an alert without `expires`: alerts always end."""

URGENT = 3
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MESSAGES = frozenset({"Alert", "Update", "Cancel"})
_STATUSES = frozenset({"Actual", "Exercise", "Test"})
_NOW = frozenset({"immediate", "expected"})  # "within the next hour" (CAP 1.2, 3.2.2, urgency)
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,<&]")  # which an identifier may not hold (CAP 1.2, 3.2.1)
_ENVELOPE = "EDXLDistribution"  # which may be empty: nothing is to be warned of
_INDEXES = ("rss", "feed", "RDF")


def read(body: FeedText) -> Feed:
    """Return the alerts of a CAP message or envelope, or those that an RSS or Atom index carries, with `follow` for its
    links.

    They are news if the source may not raise alerts. Raise FormatError for malformed XML, for another root element, and for
    an index whose messages all lie on another host.
    """
    root = _parse(body.text)
    notes = ReasonCounts()
    name = _local(root)
    index = Index()
    if name in _INDEXES:
        index = index_of(root, body.url)
        messages = [*root.iter("{*}alert"), *_parsed_messages(index.texts)]
        if index.elsewhere and not (messages or index.links):
            raise FormatError(Code.LINKS_ELSEWHERE, host=index.elsewhere)
    else:
        messages = [root] if name == "alert" else list(root.iter("{*}alert"))
    if not messages and name not in (_ENVELOPE, *_INDEXES):
        raise FormatError(Code.XML_ROOT, name=name[:40])
    alerts = [alert for message in messages[:MOST_MESSAGES] for alert in _alerts(message, body, notes)]
    items = alerts if may_alert(body.source) else as_news(alerts, body.source, body.now, notes)
    title = clean_title(root.findtext(".//{*}title") or "") if name in _INDEXES else ""
    some = (problem(Code.LINKS_ELSEWHERE, host=index.elsewhere),) if index.elsewhere else ()
    return Feed(items=tuple(items), notes=(*notes.problems(), *some), follow=index.links, title=title)


def _parsed_messages(texts: Iterable[str]) -> Iterator[etree._Element]:
    """Yield the CAP messages in *texts*, which an index carries as text; a text that is no CAP message is ignored."""
    for text in texts:
        with suppress(FormatError):
            root = _parse(text)
            yield from [root] if _local(root) == "alert" else root.iter("{*}alert")


def as_news(alerts: Iterable[Alert], source: Source, now: datetime, notes: ReasonCounts) -> tuple[Item, ...]:
    """Return *alerts* as news items, for a source that may not raise alerts, so that none of them takes over a screen."""
    drafts = [
        ItemDraft(id=alert.id, title=alert.title, text=alert.text, author=alert.author, published=alert.published,
              expires=alert.expires, language=alert.language, link=alert.link, category=Category.ALERT)
        for alert in alerts
    ]  # fmt: skip
    return build_items(drafts, source, now, notes)


def _parse(text: str) -> etree._Element:
    if _REFUSED.search(text):
        raise FormatError(Code.XML_DECLARES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(_DECLARATION.sub("", text).strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(Code.XML_BROKEN, reason=quoted(error)) from error


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


class _Head(Struct, frozen=True):
    """Head of a CAP message: its own statements about itself. Dates are aware."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    message: str
    references: tuple[str, ...]
    note: str


def _alerts(message: etree._Element, body: FeedText, notes: ReasonCounts) -> Iterator[Alert]:
    head = _head(message, body, notes)
    if head is None:
        return
    infos = message.findall("{*}info")
    if head.references and infos and all(map(_is_all_clear, infos)):
        head = replace(head, message="Cancel")
    by_language: dict[str, list[etree._Element]] = {}
    for info in infos:
        by_language.setdefault(_language(info), []).append(info)
    own = min(by_language, key=lambda code: (code != body.source.language, code == "en"), default="")
    if not infos:  # a Cancel needs none
        yield _alert(head, None, (), body, 0)
    for index, info in enumerate(by_language.get(own, ())):
        others = [each[index] for code, each in by_language.items() if code != own and index < len(each)]
        yield _alert(head, info, others, body, index)


def _head(message: etree._Element, body: FeedText, notes: ReasonCounts) -> _Head | None:
    """Return the head of a CAP message, or None after adding its fault to *notes*."""
    text = {
        name: _child_text(message, name)
        for name in ("identifier", "sender", "sent", "status", "msgType", "scope", "note")
    }
    sent = _parse_date(text["sent"], body)
    if not text["identifier"] or len(text["identifier"]) > ID_LIMIT or _SEPARATORS.search(text["identifier"]):
        notes.add(Code.CAP_NO_IDENTIFIER)
    elif not text["sender"] or _SEPARATORS.search(text["sender"]):
        notes.add(Code.CAP_NO_SENDER)
    elif sent is None:
        notes.add(Code.CAP_NOT_SENT)
    elif text["status"] not in _STATUSES:
        notes.add(Code.CAP_STATUS, status=text["status"][:40])
    elif text["msgType"] not in _MESSAGES:
        notes.add(Code.CAP_KIND, kind=text["msgType"][:40])
    elif text["scope"] not in ("Public", ""):
        notes.add(Code.CAP_NOT_PUBLIC)
    else:
        references = tuple(_references(_child_text(message, "references")))
        return _Head(
            text["identifier"], text["sender"], sent, text["status"], text["msgType"], references, text["note"]
        )
    return None


def _references(text: str) -> Iterator[str]:
    """Yield "sender identifier" for each triple "sender,identifier,sent" of a CAP `references` element (CAP 1.2, 3.2.1)."""
    for triple in text.split():
        parts = triple.split(",")
        if len(parts) == 3 and parts[0] and parts[1]:
            yield f"{parts[0]} {parts[1]}"


def _alert(
    head: _Head, info: etree._Element | None, others: Iterable[etree._Element], body: FeedText, index: int
) -> Alert:
    words = _wording(info) if info is not None else Wording(body.source.language, "")
    effective = _from_when(info, body) or head.sent
    text = "\n\n".join(part for part in (words.text, words.instruction) if part)
    return Alert(
        id=head.identifier + (f"#{index}" if index else ""),
        source=body.source.name,
        title=words.title or words.event or clean_title(head.note) or "Peringatan",
        text=text,
        blocks=text_to_blocks(text),
        author=clean_line(_child_text(info, "senderName") or head.sender, 120),
        published=head.sent,
        expires=_parse_date(_child_text(info, "expires"), body) or effective + LASTS,
        priority=URGENT,
        language=words.language,
        link=clean_url(_child_text(info, "web")),
        attachments=_resources(info, body),
        provenance=body.source.provenance,
        identifier=head.identifier,
        sender=head.sender,
        message=head.message,
        status=head.status,
        references=head.references,
        severity=severity_of(
            _child_text(info, "severity"), _child_text(info, "urgency"), _child_text(info, "certainty")
        ),
        hazard=hazard_of(
            words.event, words.title, *(_child_text(other, "event") for other in others), words.text, words.instruction
        ),
        event=words.event,
        instruction=words.instruction,
        effective=effective,
        wordings=tuple(_wording(other) for other in others),
        **_area(info),
    )


def _is_all_clear(info: etree._Element) -> bool:
    """Return whether an `info` block ends the hazard: its `responseType` is AllClear (CAP 1.2, 3.2.2)."""
    return any(text.lower() == "allclear" for text in _texts(info, "responseType"))


def _from_when(info: etree._Element | None, body: FeedText) -> datetime | None:
    """Return the time from which residents are to act on the alert, or None if that is when it was sent.

    An urgent alert's onset is ignored: people flee now from a wave that comes in three hours.
    """
    now = _child_text(info, "urgency").lower() in _NOW
    onset = None if now else _parse_date(_child_text(info, "onset"), body)
    return onset or _parse_date(_child_text(info, "effective"), body)


def _wording(info: etree._Element) -> Wording:
    return Wording(
        _language(info),
        clean_title(_child_text(info, "headline")),
        clean_title(_child_text(info, "event")),
        clean_text(_child_text(info, "description"), 10_000),
        clean_text(_child_text(info, "instruction"), 5_000),
    )


def _area(info: etree._Element | None) -> Mapping[str, Any]:
    """Return the fields `places`, `polygons`, `circles`, `geocodes` and `undrawn` of an `info` block's areas.

    An area with a valid shape gives no codes, since its shape is more exact. An invalid shape is left out; the area's name
    goes to `undrawn`. More than MOST_SHAPES return {} (everywhere): a village left out would hear nothing.
    """
    found: dict[str, list[str]] = {"places": [], "polygons": [], "circles": [], "geocodes": [], "undrawn": []}
    for area in info.findall("{*}area") if info is not None else ():
        name = clean_line(_child_text(area, "areaDesc"))
        drawn = {
            "polygons": [polygon(text) for text in _texts(area, "polygon")],
            "circles": [circle(text) for text in _texts(area, "circle")],
        }
        every = [*drawn["polygons"], *drawn["circles"]]
        codes = [] if any(every) else [clean_line(_child_text(code, "value")) for code in area.findall("{*}geocode")]
        undrawn = [] if (every or any(map(kemendagri, codes))) and all(every) else [name]
        for field, values in {**drawn, "geocodes": codes, "places": [name], "undrawn": undrawn}.items():
            found[field] += filter(None, values)
    if max(map(len, found.values())) > MOST_SHAPES:
        return {}
    return {field: tuple(values) for field, values in found.items()}


def _resources(info: etree._Element | None, body: FeedText) -> tuple[Attachment, ...]:
    """Return the pictures and recordings of an `info` block by address, at most eight. Content within the message
    (derefUri) is ignored."""
    found = []
    for resource in info.findall("{*}resource") if info is not None else []:
        url = clean_url(_child_text(resource, "uri"), body.url)
        kind = attachment_type(url, _child_text(resource, "mimeType"))
        if url and kind:
            alt = clean_line(_child_text(resource, "resourceDesc"))
            found.append(Attachment(url, kind, alt, size=said_size(_child_text(resource, "size"))))
    return tuple(found[:8])


def _language(info: etree._Element) -> str:
    """Return the ISO 639-1 code of an `info` block, or "en", CAP's default (CAP 1.2, 3.2.2)."""
    return (_child_text(info, "language") or "en").partition("-")[0].lower()[:8]


def _child_text(element: etree._Element | None, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip() if element is not None else ""


def _texts(element: etree._Element, name: str) -> Iterator[str]:
    return (text for found in element.findall(f"{{*}}{name}") if (text := (found.text or "").strip()))


def _parse_date(text: str, body: FeedText) -> datetime | None:
    return parse_date(text, body.source.timezone) if text else None
