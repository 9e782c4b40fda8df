"""The public pages of one moment, from what a visitor of the kiosk may see: each a file of its own, with no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block
from content_cache.model.items import Announcement, Apart, Clarification, Event, Item, Service
from content_cache.model.vocabulary import Category, Provenance
from content_cache.text import village_words
from kiosk.alerts.text import AlertWords
from kiosk.content.emergency import EmergencyBook
from kiosk.content.local_alerts import view_of
from kiosk.content.phone_site import page_of
from kiosk.content.repository import ContentRepository
from kiosk.content.views.questions import Recipient
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.concern_words import KIND_NAMES, STAGES
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.refresher.site.ask_pages import why_not
from kiosk.refresher.site.builder import SiteContent
from kiosk.refresher.site.courier_pages import LETTERS, MOST_SENT, Courier, told_of
from kiosk.refresher.site.documents import PageDocuments
from kiosk.refresher.site.words import OFFERED, words_of
from kiosk.web.courier.asking import MOST_PHOTO_SENT, MOST_TEXT, AskOutcome
from kiosk.web.courier.outcome import UploadOutcome

PER_PAGE = 20
MOST_ITEMS = 400  # of a list: older news is at the kiosk
MOST_EVENTS = 60
LONGEST_TEXT = 16_000  # characters of a page: one is to have 30 kB
LARGEST_FILE = 15_000_000  # bytes of a recording or a document that is handed out
NOT_FOUND = "tidak-ketemu.html"
"""Page to which the server leads for a word that occurs in no text."""

_LISTS: Mapping[Category, str] = {
    Category.NEWS: "berita",
    Category.ANNOUNCEMENT: "pengumuman",
    Category.SERVICE: "layanan",
    Category.CLARIFICATION: "hoaks",
}
_OTHERS: Mapping[Category | Apart, str] = {
    Category.EVENT: "kegiatan",
    Category.ALERT: "darurat",
    Apart.ANSWER: "warga-bertanya",
}
_ICONS: Mapping[Category, str] = {
    Category.NEWS: "newspaper",
    Category.EVENT: "calendar-check",
    Category.ANNOUNCEMENT: "megaphone",
    Category.SERVICE: "identification-card",
    Category.CLARIFICATION: "shield-check",
    Category.ALERT: "siren",
}
_HERE = Path(__file__).parent


class PageMaker:
    """Maker of the public pages.

    *data* is the kiosk's data folder, *place* the village's name on the pages. *courier* is None if uploads are not
    accepted. *asked* are those to whom a phone may send a question. *spoken* returns the recording of an item, or None.
    """

    def __init__(
        self,
        repository: ContentRepository,
        book: EmergencyBook,
        *,
        data: Path,
        place: str,
        language: str,
        courier: Courier | None = None,
        asked: Sequence[Recipient] = (),
        spoken: Callable[[Item], Path | None] = lambda _item: None,
    ) -> None:
        self._repository = repository
        self._book = book
        self._data = data
        self._place = place
        self._language = language
        self._courier = courier
        self._asked = asked
        self._spoken = spoken
        self._words = Words(Translation(language))
        self._phrases = Phrases(Translation(language))
        self._files: dict[str, Path] = {}
        self._documents = PageDocuments(data)
        self._env = Environment(
            loader=FileSystemLoader(_HERE / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._env.globals["stages"] = STAGES

    def site(self, moment: Moment) -> SiteContent:
        """Return all pages and files as of *moment*."""
        self._files = {}
        self._documents = PageDocuments(self._data)
        pages = {path: text.encode() for path, text in self._pages(moment)}
        for file in sorted((_HERE / "static").iterdir()):
            pages[file.name] = file.read_bytes()  # not in the data folder
        if self._courier is not None and self._courier.letters:
            pages[LETTERS] = self._courier.letters
        self._documents.sweep()
        return SiteContent(pages, dict(self._files), _as_typed(pages))

    def _pages(self, moment: Moment) -> Iterator[tuple[str, str]]:
        told = Moment(moment.now, Trust.FLOOR, moment.now)  # whoever reads it later: no "today", no "10 minutes ago"
        lists = {category: self._items(category, moment) for category in _LISTS}
        events = list(self._repository.event_calendar.upcoming(moment, MOST_EVENTS))
        warnings = [
            AlertWords(view_of(each, self._language, meet=self._book.meet(moment)), told, self._phrases)
            for each in self._repository.warnings(moment)
        ]
        make = _Page(self._env, self._shared(moment, told, warnings))
        answers = self._repository.public_answers(moment)[:MOST_ITEMS]
        home = self._repository.views.home_view(moment)
        yield make("index.html", "home.html", home=home, lists=lists, events=events, answers=bool(answers))
        for category, items in lists.items():
            yield from self._list_pages(make, category, items)
        yield make("kegiatan.html", "events.html", days=self._days(events, moment))
        yield make("warga-bertanya.html", "people.html", items=answers)
        yield make("darurat.html", "emergency.html", book=self._book.emergency_view(moment))
        yield make("tidak-ada.html", "missing.html")
        yield make("selamat-datang.html", "welcome.html")
        if self._courier is not None:
            shown = {"edition": self._courier.edition, "post": self._courier, "megabytes": MOST_SENT // 1_000_000}
            yield make("kirim.html", "send.html", outcome="", refused=False, said=(), **shown)
            for outcome in UploadOutcome:
                refused, said = told_of(outcome, self._words)
                path = f"kirim-{outcome}.html"
                yield make(path, "send.html", outcome=str(outcome), refused=refused, said=said, **shown)
        if self._courier is not None and self._asked:
            kinds = [(str(kind), self._words(name), self._words(use)) for kind, (name, use) in KIND_NAMES.items()]
            form = {
                "asked": self._asked,
                "kinds": kinds,
                "longest": MOST_TEXT,
                "megabytes": MOST_PHOTO_SENT // 1_000_000,
            }
            yield make("tanya.html", "ask.html", said=(), **form)
            for why in AskOutcome:
                yield make(f"tanya-{why}.html", "ask.html", said=why_not(why, self._words), **(form | {"asked": ()}))
        everything: list[Item] = [*(item for items in lists.values() for item in items), *events, *answers]
        once = {self.address(item): item for item in reversed(everything)}  # of an event that recurs the next time
        for item in once.values():
            yield make(f"k/{self.address(item)}.html", "item.html", item=item, category=item.category)
        found = words_of(once.values())
        offered = sorted(sorted(found, key=lambda word: -len(found[word]))[:OFFERED])
        for path in ("cari.html", NOT_FOUND):
            missing = path == NOT_FOUND
            yield make(path, "search.html", word="", items=(), words=list(found), offered=offered, missing=missing)
        for word, hits in found.items():
            yield make(
                f"cari/{word}.html",
                "search.html",
                word=word,
                items=hits[:PER_PAGE],
                words=[],
                offered=offered,
                missing=False,
            )

    def _items(self, category: Category, moment: Moment) -> list[Item]:
        return self._repository.items(category, moment, limit=MOST_ITEMS)

    def _list_pages(self, make: _Page, category: Category, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
        name, pages = _LISTS[category], max(-(-len(items) // PER_PAGE), 1)
        for number in range(pages):
            path = f"{name}.html" if not number else f"{name}-{number + 1}.html"
            shown = items[number * PER_PAGE : (number + 1) * PER_PAGE]
            told = {"total": len(items), "page": number + 1, "pages": pages, "name": name}
            yield make(path, "list.html", category=category, items=shown, **told)

    def _days(self, events: Sequence[Event], moment: Moment) -> list[tuple[date, list[Event]]]:
        today = moment.now.date()

        def day(event: Event) -> date:
            return max((event.starts or moment.now).astimezone(moment.now.tzinfo).date(), today)

        return [(each, list(found)) for each, found in groupby(events, key=day)]

    def _at(self, when: datetime, moment: Moment) -> str:
        """Return a time such as "27 Nov 2026 09.41", in the zone of *moment*."""
        local = when.astimezone(moment.now.tzinfo)
        return f"{self._phrases.short_date(local.date())} {local.year} {self._phrases.time(local)}"

    def _shared(self, moment: Moment, told: Moment, warnings: list[AlertWords]) -> dict[str, Any]:
        fresh = self._repository.freshness(moment)
        return {
            "_": self._words,
            "plural": self._words.plural,
            "phrases": self._phrases,
            "language": self._language,
            "place": self._place,
            "moment": told,
            "fresh": fresh,
            "told": self._at(fresh.refreshed, moment) if fresh.refreshed else self._words("Not known yet"),
            "at": lambda when: self._at(when, moment),
            "cut": _cut,
            "warnings": warnings,
            "courier": self._courier is not None,
            "asks": self._courier is not None and bool(self._asked),
            "address": self.address,
            "picture": self._picture,
            "file": self._attached_file,
            "spoken": self._read_aloud,
            "document": self._document,
            "icon_of": lambda category: _ICONS[category],
            "name_of": lambda category: _LISTS.get(category) or _OTHERS[category],
            "is_event": lambda item: isinstance(item, Event),
            "is_service": lambda item: isinstance(item, Service),
            "is_announcement": lambda item: isinstance(item, Announcement),
            "is_clarification": lambda item: isinstance(item, Clarification),
            "trusted": lambda item: item.provenance in (Provenance.VERIFIED, Provenance.OFFICIAL),
        }

    def address(self, item: Item) -> str:
        return page_of(item)

    def _picture(self, picture: Attachment, *, small: bool) -> str:
        """Return the picture's address on the site, or "" if its file is not stored."""
        return self._handed_out(picture.small if small else picture.path)

    def _attached_file(self, one: Attachment) -> tuple[str, int]:
        """Return (address, bytes) of a recording or a document, or ("", 0) if it is not stored or larger than LARGEST_FILE."""
        size = self._size(one.path)
        return (self._handed_out(one.path), size) if 0 < size <= LARGEST_FILE else ("", 0)

    def _read_aloud(self, item: Item) -> tuple[str, int]:
        """Return (address, bytes) of *item* read aloud by the kiosk's voice; the address is "" if that is not ready."""
        return self._made(self._spoken(item))

    def _document(self, item: Item, one: Attachment) -> tuple[str, int]:
        """Return (address, bytes) of the PDF of document *one*; the address is "" if none of its pages is stored."""
        return self._made(self._documents.document_path(item, one))

    def _made(self, file: Path | None) -> tuple[str, int]:
        if file is None:
            return "", 0
        name = f"media/{file.name}"
        self._files[name] = file
        return f"/{name}", file.stat().st_size

    def _handed_out(self, path: str) -> str:
        if not path or not self._size(path):
            return ""
        name = f"media/{Path(path).name}"
        self._files[name] = self._data / path
        return f"/{name}"

    def _size(self, path: str) -> int:
        try:
            return (self._data / path).stat().st_size if path else 0
        except OSError:
            return 0


def readable_items(repository: ContentRepository, moment: Moment) -> list[Item]:
    """Return the items that get a recording, in the order of categories that visitors use most."""
    first = (Category.ANNOUNCEMENT, Category.NEWS, Category.SERVICE, Category.CLARIFICATION)
    lists = [repository.items(category, moment, limit=PER_PAGE) for category in first]
    return [*(item for items in lists for item in items), *repository.event_calendar.upcoming(moment, PER_PAGE)]


def _cut(blocks: Sequence[Block]) -> tuple[Sequence[Block], bool]:
    """Return the blocks that fit into LONGEST_TEXT characters, and whether there are more. The first block is cut if needed."""
    room = LONGEST_TEXT
    for number, block in enumerate(blocks):
        room -= len(block.text)
        if room < 0:
            return blocks[:number] or (replace(blocks[0], text=blocks[0].text[:LONGEST_TEXT], rows=()),), True
    return blocks, False


def _as_typed(pages: Iterable[str]) -> dict[str, str]:
    """Return further paths of the search pages, for spellings that telephones write: capitalised words and acronyms.

    Village words ("oto" for "mobil") are among them. No web server ignores case by itself.
    """
    words = {path.removeprefix("cari/").removesuffix(".html") for path in pages if path.startswith("cari/")}
    said = {form: word for word in sorted(words) for form in village_words.alike(word) if form.isalpha()}
    every = {form: word for form, word in said.items() if form not in words} | {word: word for word in words}
    aliases = {each: word for form, word in every.items() for each in (form, form.capitalize(), form.upper())}
    return {f"cari/{form}.html": f"cari/{word}.html" for form, word in aliases.items() if form != word}


class _Page:
    """Renderer of one template to (path, text)."""

    def __init__(self, env: Environment, shared: Mapping[str, Any]) -> None:
        self._env = env
        self._shared = shared

    def __call__(self, path: str, template: str, **values: Any) -> tuple[str, str]:
        return path, self._env.get_template(template).render({**self._shared, **values})
