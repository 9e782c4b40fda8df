"""`kiosk publish`: the office's folder becomes the next signed edition of its central feed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import CacheError
from content_cache.publishing.faults import Fault, FolderError
from content_cache.publishing.folder import SETTINGS
from content_cache.publishing.previous import Previous, in_folder, on_site
from content_cache.publishing.publish import Plan, plan, write
from content_cache.signing.keys import SecretKey
from kiosk.cli.keys import read_secret_key
from kiosk.i18n.translation import msgid
from kiosk.i18n.words import Words
from kiosk.installation import Call, Refusal

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
    doubt = "" if asked.sure else _doubt(planned, asked, call.words)
    for line in _summary(planned, before, asked, call.words, written=not (doubt or asked.dry_run)):
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
        raise Refusal("{doubt}", doubt=doubt)
    try:
        write(planned, asked.folder, asked.out, keep=asked.keep)
    except OSError as error:
        raise Refusal(
            "{path}: cannot be written ({reason})",
            path=str(error.filename or asked.out),
            reason=error.strerror or str(error),
        ) from error
    if planned.is_new:
        call.out(call.words("Upload all of {folder} to the site, latest.minisig last.", folder=str(asked.out)))
    return 0


def _planned(call: Call, asked: Publishing, key: SecretKey, before: Previous, now: datetime) -> Plan:
    """The next edition, what is to be said of the folder told. Raises Refusal where it has faults."""
    try:
        planned = plan(asked.folder, asked.out, key, before, now, _progress(call))
    except FolderError as error:
        for fault in error.faults:
            call.tell(fault_line(fault, call.words))
        wrong = sum(not fault.warning for fault in error.faults)
        raise Refusal(
            "faults in {folder}: {count}; nothing is published", count=wrong, folder=str(asked.folder)
        ) from error
    for fault in planned.faults:
        call.tell(fault_line(fault, call.words))
    return planned


def _doubt(planned: Plan, asked: Publishing, _: Words) -> str:
    """What makes this look like the wrong folder, and how to say that it is not; "" where nothing does."""
    doubts: list[str] = []
    if planned.is_new and not (asked.folder / SETTINGS).is_file():
        doubts.append(_("{folder} has no {file}: is it the office's folder?", folder=str(asked.folder), file=SETTINGS))
    if 2 * len(planned.withdrawn) > planned.published:
        gone = len(planned.withdrawn)
        doubts.append(_("{n} of {total} published items would be withdrawn", n=gone, total=planned.published))
    if doubts:
        doubts.append(_("nothing is published; if it is meant so, repeat with --yes"))
    return "; ".join(doubts)


def _before(asked: Publishing) -> Previous:
    try:
        here = in_folder(asked.out)
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", 2, path=str(asked.out), reason=error.strerror or str(error)
        ) from error
    if not asked.site:
        return here
    try:
        there = on_site(asked.site)
    except CacheError as error:
        raise Refusal(
            "{site}: the last edition cannot be fetched: {error}", site=asked.site, error=error.problem
        ) from error
    return here if here.seq >= there.seq else there


def fault_line(fault: Fault, words: Words) -> str:
    """A fault of the folder with its file and line."""
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    told = words.problem(fault.problem)
    if fault.warning:
        told = words("note: {what}", what=told)
    return f"{where}: {told}"


def _summary(planned: Plan, before: Previous, asked: Publishing, _: Words, *, written: bool) -> Iterator[str]:
    if planned.ended:
        yield _("Files past their end (expires), which are published no more: {count}", count=planned.ended)
    if not planned.is_new:
        yield _("Nothing has changed since edition {edition}.", edition=planned.latest.seq)
        return
    message = (
        msgid("Edition {edition} is published: {items} news items, {files} files.")
        if written
        else msgid("Edition {edition} would be published: {items} news items, {files} files.")
    )
    yield _(message, edition=planned.latest.seq, items=len(planned.feed["items"]), files=len(planned.named))
    for sign, titles in (("+", planned.added), ("*", planned.changed), ("-", planned.withdrawn)):
        yield from (f"  {sign} {title}" for title in titles[:_MOST_NAMED])
        if len(titles) > _MOST_NAMED:
            yield f"  {sign} " + _("… and {count} more", count=len(titles) - _MOST_NAMED)
    if not before.seq and not asked.site:
        yield _(
            "This is the first edition. If this site was published before, do it again with --from ADDRESS before uploading."
        )


def _progress(call: Call) -> Callable[[int, int], None]:
    """A bar on a terminal, plain lines elsewhere; nothing for a small folder."""
    is_terminal = sys.stderr.isatty()

    def show(done: int, every: int) -> None:
        if is_terminal and every > _EVERY:
            bar = "#" * (20 * (done + 1) // every)
            sys.stderr.write(f"\r[{bar:20}] {done + 1}/{every}" + ("\n" if done + 1 == every else ""))
            sys.stderr.flush()
        elif not is_terminal and done and done % (_EVERY * 4) == 0:
            call.tell(call.words("{done} of {all} news items are ready", done=done, all=every))

    return show
