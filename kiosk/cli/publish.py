"""`kiosk publish`: the office's folder becomes the next signed edition of its central feed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import CacheError
from content_cache.publishing.faults import FolderError
from content_cache.publishing.previous import Previous, in_folder, on_site
from content_cache.publishing.publish import Plan, plan, write
from kiosk.cli.keys import read_secret_key
from kiosk.i18n.error_text import explain
from kiosk.installation import Call, Refusal, told

_MOST_NAMED = 20
_EVERY = 25  # notices between two lines where no terminal shows a bar


@dataclass(frozen=True, slots=True)
class Publishing:
    """What was asked for. `site` is where the folder is published, for when `out` is lost; `keep` editions stay."""

    folder: Path
    out: Path
    key: Path
    site: str = ""
    dry_run: bool = False
    preview: bool = False
    keep: int = 5


def publish(call: Call, asked: Publishing, *, now: datetime, environment: Mapping[str, str]) -> int:
    """1 if the folder has faults; nothing is written then."""
    key = read_secret_key(asked.key, environment)
    before = _before(asked)
    try:
        planned = plan(asked.folder, asked.out, key, before, now, _progress(call.tell))
    except FolderError as error:
        for fault in error.faults:
            call.tell(str(fault))
        wrong = sum(not fault.warning for fault in error.faults)
        raise Refusal(f"{wrong} kesalahan di {asked.folder}; tidak ada yang diterbitkan") from error
    for fault in planned.faults:
        call.tell(str(fault))
    for line in _summary(planned, before, asked):
        call.out(line)
    if asked.preview:
        from kiosk.pictures.publish_preview import preview

        for line in preview(call, planned, now, asked.out.with_name(f"{asked.out.name}-pratinjau")):
            call.out(line)
    if asked.dry_run:
        return 0
    try:
        write(planned, asked.folder, asked.out, keep=asked.keep)
    except OSError as error:
        raise Refusal(f"{error.filename or asked.out}: tidak dapat ditulis ({error.strerror or error})") from error
    if planned.is_new:
        call.out(f"Unggah seluruh isi {asked.out} ke situs, latest.minisig paling akhir.")
    return 0


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


def _summary(planned: Plan, before: Previous, asked: Publishing) -> Iterator[str]:
    if planned.ended:
        yield f"{planned.ended} berkas sudah lewat masa tayangnya (expires) dan tidak diterbitkan lagi."
    if not planned.is_new:
        yield f"Tidak ada yang berubah sejak edisi {planned.latest.seq}."
        return
    verb = "akan terbit" if asked.dry_run else "terbit"
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
