"""`kiosk publish`: the office's folder becomes the next signed edition of its central feed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import CacheError
from content_cache.publishing.faults import FolderError
from content_cache.publishing.folder import SETTINGS
from content_cache.publishing.previous import Previous, in_folder, on_site
from content_cache.publishing.publish import Plan, plan, write
from content_cache.signing.keys import SecretKey
from kiosk.cli.keys import read_secret_key
from kiosk.i18n.error_text import explain
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.installation import Call, Refusal, told

_MOST_NAMED = 20
_EVERY = 25  # notices between two lines where no terminal shows a bar


@dataclass(frozen=True, slots=True)
class Publishing:
    """What was asked for. `site` is where the folder is published, for when `out` is lost; `keep` editions stay; `sure` says that
    what looks like a mistake is none."""

    folder: Path
    out: Path
    key: Path
    site: str = ""
    dry_run: bool = False
    preview: bool = False
    keep: int = 5
    sure: bool = False


def publish(call: Call, asked: Publishing, *, now: datetime, environment: Mapping[str, str]) -> int:
    """Raises Refusal for a folder that has faults, and for what looks like a mistake; nothing is written then."""
    key = read_secret_key(asked.key, environment)
    before = _before(asked)
    planned = _planned(call, asked, key, before, now)
    doubt = "" if asked.sure else _doubt(planned, asked)
    for line in _summary(planned, before, asked, written=not (doubt or asked.dry_run)):
        call.out(line)
    if asked.preview:
        from kiosk.pictures.publish_preview import preview

        for line in preview(call, planned, now, asked.out.with_name(f"{asked.out.name}-pratinjau")):
            call.out(line)
    if asked.dry_run:
        if doubt:
            call.tell(doubt)
        return 0
    if doubt:
        raise Refusal(doubt)
    try:
        write(planned, asked.folder, asked.out, keep=asked.keep)
    except OSError as error:
        raise Refusal(f"{error.filename or asked.out}: tidak dapat ditulis ({error.strerror or error})") from error
    if planned.is_new:
        call.out(f"Unggah seluruh isi {asked.out} ke situs, latest.minisig paling akhir.")
    return 0


def _planned(call: Call, asked: Publishing, key: SecretKey, before: Previous, now: datetime) -> Plan:
    """The next edition, what is to be said of the folder told. Raises Refusal where it has faults."""
    try:
        planned = plan(asked.folder, asked.out, key, before, now, _progress(call.tell))
    except FolderError as error:
        for fault in error.faults:
            call.tell(str(fault))
        wrong = sum(not fault.warning for fault in error.faults)
        raise Refusal(f"{wrong} kesalahan di {asked.folder}; tidak ada yang diterbitkan") from error
    for fault in planned.faults:
        call.tell(str(fault))
    return planned


def _doubt(planned: Plan, asked: Publishing) -> str:
    """What makes this look like the wrong folder, and how to say that it is not; "" where nothing does."""
    _, doubts = Translation(FALLBACK)._, []
    if planned.is_new and not (asked.folder / SETTINGS).is_file():
        asks = _("{folder} has no {file}: is it the office's folder?")
        doubts.append(asks.format(folder=asked.folder, file=SETTINGS))
    if 2 * len(planned.withdrawn) > planned.published:
        asks = _("{n} of {total} published items would be withdrawn")
        doubts.append(asks.format(n=len(planned.withdrawn), total=planned.published))
    if doubts:
        doubts.append(_("nothing is published; if it is meant so, repeat with --yes"))
    return "; ".join(doubts)


def _before(asked: Publishing) -> Previous:
    try:
        here = in_folder(asked.out)
    except OSError as error:
        raise Refusal(f"{asked.out}: tidak dapat dibaca ({error.strerror})", 2) from error
    if not asked.site:
        return here
    try:
        there = on_site(asked.site)
    except CacheError as error:
        raise Refusal(f"{asked.site}: edisi terakhir tidak dapat diambil: {explain(told(error))}") from error
    return here if here.seq >= there.seq else there


def _doubts(planned: Plan, asked: Publishing) -> list[str]:
    """What makes this look like the wrong folder, one line each."""
    _, doubts = Translation(FALLBACK)._, []
    if not planned.is_new:
        return []
    if not (asked.folder / SETTINGS).is_file():
        doubts.append(
            _("{folder} has no {file}: is it the office's folder?").format(folder=asked.folder, file=SETTINGS)
        )
    gone = len(planned.withdrawn)
    if 2 * gone > planned.published:
        told_gone = _("{n} of {total} published items would be withdrawn")
        doubts.append(told_gone.format(n=gone, total=planned.published))
    return doubts


def _summary(planned: Plan, before: Previous, asked: Publishing, *, written: bool) -> Iterator[str]:
    if planned.ended:
        yield f"{planned.ended} berkas sudah lewat masa tayangnya (expires) dan tidak diterbitkan lagi."
    if not planned.is_new:
        yield f"Tidak ada yang berubah sejak edisi {planned.latest.seq}."
        return
    verb = "terbit" if written else "akan terbit"
    yield f"Edisi {planned.latest.seq} {verb}: {len(planned.feed['items'])} berita, {len(planned.named)} berkas."
    for sign, titles in (("+", planned.added), ("*", planned.changed), ("-", planned.withdrawn)):
        yield from (f"  {sign} {title}" for title in titles[:_MOST_NAMED])
        if len(titles) > _MOST_NAMED:
            yield f"  {sign} … dan {len(titles) - _MOST_NAMED} lagi"
    if not before.seq and not asked.site:
        yield "Ini edisi pertama. Kalau situs ini sudah pernah terbit, ulangi dengan --from ALAMAT-SITUS sebelum mengunggah."


def _progress(tell: Callable[[str], None]) -> Callable[[int, int], None]:
    """A bar on a terminal, plain lines elsewhere; nothing for a small folder."""
    is_terminal = sys.stderr.isatty()

    def show(done: int, every: int) -> None:
        if is_terminal and every > _EVERY:
            bar = "#" * (20 * (done + 1) // every)
            sys.stderr.write(f"\r[{bar:20}] {done + 1}/{every}" + ("\n" if done + 1 == every else ""))
            sys.stderr.flush()
        elif not is_terminal and done and done % (_EVERY * 4) == 0:
            tell(f"{done} dari {every} berita disiapkan")

    return show
