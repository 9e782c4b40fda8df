"""Publishing: a folder of notices becomes the next signed edition. First all is planned, then all is written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from content_cache.files import write_whole
from content_cache.formats.feed import MOST_ITEMS
from content_cache.model.errors import FormatError
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Category
from content_cache.signing.edition import (
    ALIAS,
    FEED_FILES,
    HIGHEST_SEQ,
    LASTS,
    LATEST,
    Latest,
    Listed,
    media_hash,
    seq_of,
)
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from kiosk.office.base.former import merged_codes, with_merged
from kiosk.office.editions import acks, attachments, directions, emergency, lexicon, poll_sums, prompts, sealing
from kiosk.office.editions import feed as composing
from kiosk.office.editions.attachments import Attaching, ReadyAttachment
from kiosk.office.editions.faults import FaultCode, Faults, FolderError, FolderFault
from kiosk.office.editions.films import LARGEST_ORIGINAL, Films, ReadyFilm, subtitles
from kiosk.office.editions.folder import FolderNotice, Office, read_notices, read_office
from kiosk.office.editions.front_matter import with_id
from kiosk.office.editions.picture_texts import with_texts, without_text
from kiosk.office.editions.previous import Previous, names_in
from kiosk.office.editions.ready_pictures import FILE as READY_PICTURES
from kiosk.office.editions.ready_pictures import ReadyPictures
from kiosk.office.editions.sheets import sheets_in
from kiosk.office.editions.voice import Speak, give_voice, without_voice

TOPS = (*directions.NAMES, "acks", "emergency", "lexicon", "prompts")
KEPT = 5  # editions that stay, for kiosks that are just taking one
MOST_TOMBSTONES = 5_000
_AT_ONCE = 4  # pictures that are made: each takes the memory of a telephone's, 100 MB
STALE = timedelta(days=7)  # past its end, a notice is no longer published
_MAY_WARN = re.compile(r"\b(?:alert|darurat)\b", re.IGNORECASE)
_OUR_KEYS = re.compile(r"\bkim-kiosk\b")


class Files(Mapping[str, bytes]):
    """Files by name, in the order in which they are written. Files of the published folder are read on access."""

    def __init__(self, files: Mapping[str, ReadyAttachment | bytes]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> bytes:
        file = self._files[name]
        return file if isinstance(file, bytes) else file.content

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def file_bytes(self, name: str) -> int:
        file = self._files[name]
        return len(file) if isinstance(file, bytes) else file.size


@dataclass(frozen=True, slots=True)
class Plan:
    """Plan of the next edition. `files` are to be written, by name, in that order. `ids` are new ids to write into
    notices. `pictures` is the new content of the list of prepared pictures, empty if unchanged.

    `tops` names the fields of the edition itself that changed (`settings`, `emergency` …). `added`, `changed` and
    `withdrawn` are titles or ids for people; `new` are the ids of the added. `published` counts the items of the last
    edition, `ended` the notices that are past. `untold` are pictures without a text. Without `is_new` nothing differs
    from the last edition."""

    latest: Latest
    is_new: bool
    files: Files
    feed: dict[str, Any]
    named: frozenset[str]
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    new: tuple[str, ...] = ()
    tops: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    published: int = 0
    ended: int = 0
    untold: tuple[Path, ...] = ()
    pictures: bytes = b""
    faults: tuple[FolderFault, ...] = ()


def plan(
    folder: Path,
    out: Path,
    key: SecretKey,
    before: Previous,
    now: datetime,
    prepared: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
    speak: Speak = lambda _feed: {},
    check: directions.CheckSettings = lambda _values, _text: (),
) -> Plan:
    """Return what publishing *folder* at the aware time *now* would write into *out*. Nothing is written. *prepared* is
    called for each notice with the number done, the total, and the file's name. *speak* is called once, for a folder
    without faults. *check* returns the faults of settings for kiosks.

    Raise FolderError with all faults."""
    faults = Faults()
    if not folder.is_dir():
        raise FolderError([FolderFault(str(folder), 0, problem(FaultCode.NO_FOLDER))])
    office = read_office(folder, faults)
    sealer = sealing.read_sealer(folder)
    notices = read_notices(folder, office, now, faults)
    merged = merged_codes(folder)
    notices = [_for_merged(each, merged) for each in notices]
    notices = [each for each in notices if sealer.may_go(each, before.items.get(each.id), faults)]
    shown = with_texts((n for n in notices if n.expires is None or n.expires > now - STALE), folder, faults)
    shown = poll_sums.with_sums(shown, poll_sums.read_sums(folder, faults))
    pictures = ReadyPictures(folder, out)
    media = Attaching(folder, faults, pictures.prepare_picture)
    files: dict[str, ReadyAttachment] = {}
    films = Films(out, before.items)
    items = []
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, _AT_ONCE))
    try:
        media.make_ahead(
            pool, ((picture.file, notice.path, picture.line) for notice in shown for picture in notice.pictures)
        )
        for done, notice in enumerate(shown, 1):
            items.append(_item(notice, media, films, files, before, office, now, sealer))
            prepared(done, len(shown), notice.path)
    finally:
        pool.shutdown(cancel_futures=True)
    listed, ids = _beside(folder, out, office, before, now, faults, files)
    tops: dict[str, Any] = {"emergency": emergency.read(folder, faults), "lexicon": lexicon.read(folder, faults)}
    tops |= directions.read_directions(folder, before.feed.get("_kiosk", {}), now, office.timezone, check, faults)
    tops["acks"] = acks.read_acks(folder, faults)
    tops["prompts"], recorded = prompts.read(folder, faults)
    files |= recorded
    _check_edition(notices, items, listed, key, before, now, faults)
    if faults.serious:
        raise FolderError(faults.in_order())
    published = _published(before, office, now)
    alive = {notice.id for notice in notices} | ids | _ids_of_tops(tops)
    stones = _tombstones(before, published, alive)
    feed = composing.feed_of(items, listed, stones, tops, office, before.seq + 1, now)
    files |= give_voice(feed["items"], speak(feed))  # the items of the feed are those of `items`, the newest first
    planned = _planned(office, key, before, now, items, listed, stones, tops, files, notices, faults)
    untold = tuple(without_text(shown, folder))
    return replace(planned, published=len(published), untold=untold, pictures=pictures.list_content())


def with_warning(message: ReadyAttachment, key: SecretKey, before: Previous, office: Office, now: datetime) -> Plan:
    """Return the last edition with the CAP *message* added, and without other changes of the folder. A warning waits
    neither for a notice with a fault nor for 500 pictures. *message* is from `attachments.warning`; *key* is the alert
    key."""
    feed: dict[str, Any] = (
        json.loads(json.dumps(dict(before.feed))) if before.feed else composing.feed_of([], [], [], {}, office, 0, now)
    )
    entry = {"name": message.name, "sha256": message.sha256, "size": message.size, "type": "cap"}
    kiosk = feed["_kiosk"]
    kiosk["files"] = sorted((each for each in [*kiosk["files"], entry]), key=lambda each: str(each["name"]))
    return _changed(feed, key, before, now, {message.name: message})


def without_item(item_id: str, key: SecretKey, before: Previous, now: datetime) -> Plan:
    """Return the last edition without one item, which becomes a tombstone. Other changes of the folder wait.

    If the news key signs it, warnings are left out: kiosks take none from such an edition. Raise KeyError if there is
    no such item."""
    title = str(before.items[item_id].get("title", item_id))
    feed: dict[str, Any] = json.loads(json.dumps(dict(before.feed)))
    feed["items"] = [item for item in feed["items"] if item["id"] != item_id]
    kiosk = feed["_kiosk"]
    kiosk["tombstones"] = [*before.tombstones, item_id][-MOST_TOMBSTONES:]
    if not _MAY_WARN.search(key.comment):
        kiosk["files"] = [entry for entry in kiosk["files"] if entry["type"] != "cap"]
    return replace(_changed(feed, key, before, now, {}), withdrawn=[title])


def _changed(
    feed: dict[str, Any], key: SecretKey, before: Previous, now: datetime, files: Mapping[str, ReadyAttachment | bytes]
) -> Plan:
    """Return the plan of the edition after *before* with the content *feed*, a changed copy of its feed, and the new *files*."""
    latest = Latest(before.seq + 1, now.replace(microsecond=0), before.keys)
    feed["_kiosk"] |= {
        "seq": latest.seq,
        "issued": latest.issued.isoformat(),
        "expires": (now + LASTS).isoformat(timespec="seconds"),
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"
    return Plan(
        latest=latest,
        is_new=True,
        files=Files({**files, latest.edition_name: body, ALIAS: body, LATEST: sign(body, key, latest.comment)}),
        feed=feed,
        named=frozenset({*files, *names_in(body)}),
        published=len(before.items),
    )


def write_edition(planned: Plan, folder: Path, out: Path, *, keep: int = KEPT) -> None:
    """Write the edition, its signature last, then remove files that no kept edition names. Raise OSError.

    At any interruption the folder holds the old edition whole, or the new one."""
    for name, item_id in planned.ids.items():
        path = folder / name
        # newline="" keeps the line ends as the office's editor wrote them
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        write_whole(path, with_id(text, item_id).encode(), mode=None)
    for name in planned.files:
        path = out / name
        if media_hash(name) and path.exists() and path.stat().st_size == planned.files.file_bytes(name):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, planned.files[name], mode=None)
    if planned.pictures:
        with suppress(OSError):  # the list only saves time
            write_whole(folder / READY_PICTURES, planned.pictures, mode=None)
    _remove_unnamed(out, planned, keep)


def _for_merged(notice: FolderNotice, merged: Mapping[str, str]) -> FolderNotice:
    """Return *notice* for the *merged* codes of its villages, too."""
    areas = notice.plain.get("areas", [])
    wider = with_merged(areas, merged)
    return replace(notice, plain={**notice.plain, "areas": wider}) if len(wider) > len(areas) else notice


def _item(
    notice: FolderNotice,
    media: Attaching,
    films: Films,
    files: dict[str, ReadyAttachment],
    before: Previous,
    office: Office,
    now: datetime,
    sealer: sealing.Sealer,
) -> dict[str, Any]:
    last = before.items.get(notice.id)
    last = without_voice(last) if last is not None else None
    if sealing.is_private(notice):
        if (stays := sealer.kept(notice, last)) is not None:
            return stays
        sound = media.attach_recording(notice.audio, notice.path, notice.audio_line) if notice.audio else None
        bare, box = sealer.sealed(notice, sound)
        files.update({box.name: box} if box else {})
        return composing.item_of(bare, {}, (), last, office, now, sealed=box)
    ready = {p.file: made for p in notice.pictures if (made := media.attach_picture(p.file, notice.path, p.line))}
    documents = {d.file: made for d in notice.documents if (made := media.attach_pdf(d.file, notice.path, d.line))}
    named = [*([(notice.audio, "", notice.audio_line)] if notice.audio else []), *notice.recordings]
    heard = [(made, tag) for file, tag, line in named if (made := media.attach_recording(file, notice.path, line))]
    shown: dict[str, ReadyFilm] = {}
    for role, (file, line) in notice.films.items():
        if film := _film(media, films, role, file, notice, line):
            shown[role] = film
    still = shown["film"].still if "film" in shown and not notice.pictures else None
    told = [one.film for one in shown.values()]
    files.update(
        {
            one.name: one
            for one in (
                *ready.values(),
                *documents.values(),
                *told,
                *(made for made, _ in heard),
                *([still] if still else []),
            )
        }
    )
    ready |= documents
    return composing.item_of(notice, ready, heard, last, office, now, films=shown, still=still)


def _film(media: Attaching, films: Films, role: str, file: str, notice: FolderNotice, line: int) -> ReadyFilm | None:
    if role == "subtitles":
        return media.other(file, notice.path, line, subtitles)
    return media.other(file, notice.path, line, films.ready, LARGEST_ORIGINAL)


def _beside(
    folder: Path,
    out: Path,
    office: Office,
    before: Previous,
    now: datetime,
    faults: Faults,
    files: dict[str, ReadyAttachment],
) -> tuple[list[dict[str, Any]], set[str]]:
    """Add the .ics calendars, CAP messages and sheets of the day in *folder* to *files*, by published name.

    Sheets are weather, sea, prices and staff (`sheets_in`). Return their entries for the feed, and the ids that their
    items have on a kiosk. Unfit files go to *faults*. Calendars and CAP messages below *out* are skipped.
    """
    listed: list[dict[str, Any]] = []
    ids: set[str] = set()

    def take(ready: ReadyAttachment, kind: str, within: set[str]) -> None:
        files[ready.name] = ready
        ids.update(within)
        entry = {"name": ready.name, "sha256": ready.sha256, "size": ready.size, "type": kind}
        listed.extend([entry] if entry not in listed else [])

    for path, form in _feed_files(folder, out):
        name = path.relative_to(folder).as_posix()
        make = attachments.calendar if form == "ics" else attachments.warning
        if made := make(path, name, office.timezone, now, faults):
            take(made[0], form, made[1])
    for sheet in sheets_in(folder, office, before, now, faults):
        take(*sheet)
    return sorted(listed, key=lambda entry: str(entry["name"])), ids


def _feed_files(folder: Path, out: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        form = {".ics": "ics", ".xml": "cap"}.get(path.suffix.lower())
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if form and not hidden and path.is_file() and not path.resolve().is_relative_to(out.resolve()):
            yield path, form


def _check_edition(
    notices: list[FolderNotice],
    items: list[dict[str, Any]],
    listed: list[dict[str, Any]],
    key: SecretKey,
    before: Previous,
    now: datetime,
    faults: Faults,
) -> None:
    if len(items) > MOST_ITEMS:
        faults.wrong(".", 0, FaultCode.TOO_MANY_ITEMS, count=len(items), most=MOST_ITEMS)
    if _OUR_KEYS.search(key.comment) and not _MAY_WARN.search(key.comment):
        for notice in notices:
            if notice.category is Category.ALERT:
                faults.wrong(notice.path, 0, FaultCode.ALERT_KEY_NEEDED)
        if any(entry["type"] == "cap" for entry in listed):
            faults.wrong(".", 0, FaultCode.CAP_KEY_NEEDED)
    issued = before.feed.get("_kiosk", {}).get("issued", "")
    if issued and datetime.fromisoformat(issued) > now:
        faults.wrong(".", 0, FaultCode.CLOCK_BEHIND, now=f"{now:%Y-%m-%d %H.%M}", issued=issued)
    if before.seq >= HIGHEST_SEQ - 1:
        faults.wrong(".", 0, FaultCode.EDITION_OUT_OF_RANGE, edition=before.seq)


def _published(before: Previous, office: Office, now: datetime) -> set[str]:
    """Return the ids in the last edition, without those that have ended by themselves."""
    known = set(before.items)
    for entry in before.listed:
        form = FEED_FILES.get(entry.get("type", ""))
        if form is None:
            continue
        try:
            known |= attachments.ids_within(before.files.get(entry["name"], b""), form, office.timezone, now)
        except FormatError:
            continue  # the file is lost: its events end by themselves on kiosks
    known |= _ids_of_tops(before.feed.get("_kiosk", {}))
    return known - _ended(before, now)


def _ids_of_tops(tops: Mapping[str, Any]) -> set[str]:
    """Return the ids of the sheets that kiosks make of the edition's own lists, emergency, lexicon and prompts."""
    return emergency.ids(tops.get("emergency")) | lexicon.ids(tops.get("lexicon")) | prompts.ids(tops.get("prompts"))


def _tombstones(before: Previous, published: set[str], alive: set[str]) -> list[str]:
    """Return the ids of items that were published once and are gone, the oldest first."""
    known = [key for key in before.tombstones if key not in alive]
    return [*known, *sorted(published - alive - set(known))][-MOST_TOMBSTONES:]


def _ended(before: Previous, now: datetime) -> set[str]:
    """Return the ids of items that expired longer than `STALE` ago and need no tombstone."""
    ends = {key: item.get("_kiosk", {}).get("expires", "") for key, item in before.items.items()}
    return {key for key, end in ends.items() if end and datetime.fromisoformat(end) <= now - STALE}


def _planned(
    office: Office,
    key: SecretKey,
    before: Previous,
    now: datetime,
    items: list[dict[str, Any]],
    listed: list[dict[str, Any]],
    stones: list[str],
    tops: Mapping[str, Any],
    files: dict[str, ReadyAttachment],
    notices: list[FolderNotice],
    faults: Faults,
) -> Plan:
    known = before.items
    feed = composing.feed_of(items, listed, stones, tops, office, before.seq, now)
    kept = () if acks.count_alone(before.feed, now) else ("acks",)
    same = _without_number(feed, *kept) == _without_number(before.feed, *kept)
    same = same and before.key_id == key.id and before.keys == before.keys_signed
    # a number above that of its signature was taken by an interrupted edition
    same = same and before.signed == before.seq
    until = before.feed.get("_kiosk", {}).get("expires", "")
    same = same and not (until and datetime.fromisoformat(until) - LASTS / 2 < now)
    if same:
        feed = dict(before.feed)
        latest = Latest(before.seq, datetime.fromisoformat(feed["_kiosk"]["issued"]), before.keys)
    else:
        feed = composing.feed_of(items, listed, stones, tops, office, before.seq + 1, now)
        latest = Latest(before.seq + 1, datetime.fromisoformat(feed["_kiosk"]["issued"]), before.keys)
    body = json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"
    written: dict[str, ReadyAttachment | bytes] = {name: files[name] for name in sorted(files)}
    for name, ready in files.items():
        Listed(name, ready.sha256, ready.size)
    # the signature last: kiosks look for it
    written |= {latest.edition_name: body, ALIAS: body, LATEST: sign(body, key, latest.comment)}
    return Plan(
        latest=latest,
        is_new=not same,
        files=Files(written),
        feed=feed,
        named=frozenset(files),
        added=[item["title"] for item in items if item["id"] not in known],
        new=tuple(item["id"] for item in items if item["id"] not in known),
        changed=[item["title"] for item in items if item["id"] in known and _differs(item, known[item["id"]])],
        withdrawn=[str(known.get(key_, {}).get("title", key_)) for key_ in stones if key_ not in before.tombstones],
        tops=tuple(
            sorted(name for name in TOPS if feed["_kiosk"].get(name) != before.feed.get("_kiosk", {}).get(name))
        ),
        ended=len(notices) - len(items),
        ids={notice.path: notice.id for notice in notices if not notice.has_id},
        faults=faults.in_order(),
    )


def _differs(item: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return without_voice(item) != without_voice(before)


def _without_number(feed: Any, *more: str) -> Any:
    without = ("seq", "issued", "expires", *more)
    kiosk = {name: value for name, value in feed.get("_kiosk", {}).items() if name not in without}
    return {name: value for name, value in feed.items() if name != "_kiosk"} | {"_kiosk": kiosk}


def _remove_unnamed(out: Path, planned: Plan, keep: int) -> None:
    editions = sorted((path for path in out.iterdir() if seq_of(path.name)), key=lambda path: seq_of(path.name))
    old, kept = editions[:-keep], editions[-keep:]
    named = set(planned.named)
    for path in kept:
        named |= names_in(path.read_bytes())
    for path in old:
        path.unlink()
    for path in (*out.glob("media/*"), *out.glob("events-*.ics"), *out.glob("alerts/*.xml"), *out.glob("sheet-*.json")):
        if path.relative_to(out).as_posix() not in named:
            path.unlink()


def untold_pictures(folder: Path, now: datetime) -> list[Path]:
    """Return the pictures of the folder's notices that have no text, sorted by path. Raise FolderError if there is no folder."""
    faults = Faults()
    if not folder.is_dir():
        raise FolderError([FolderFault(str(folder), 0, problem(FaultCode.NO_FOLDER))])
    notices = read_notices(folder, read_office(folder, faults), now, faults)
    return sorted(without_text(with_texts(notices, folder, faults), folder))
