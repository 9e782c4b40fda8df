"""`kiosk publish`: the office's folder as the next signed edition of its central feed.

- `--json` prints what `--dry-run` found as one document; it is refused without `--dry-run`, and with `--preview`.
- A folder without `feed.toml` is refused. So is an edition that withdraws more than half of what is published, unless `--yes` is
  given.
- `--to` may be repeated. The first path is the published folder, without one `terbit` beside the office's folder. The others are
  targets; where one fails the others are served, and the status is 1.
- `--stick FILE.zip` writes a ZIP that unpacks to a stick. The same edition gives the same bytes.
- `--texts` publishes nothing. It needs Linux and Tesseract, and no password of a key.
- `--voice` speaks each sentence of the notices once. It needs the extra `neural` and the files of `kiosk voices get kokoro`. What
  was spoken lies in `speech/published` of the data folder (200 MB). It may be broken off and gone on with.
- A new warning waits for no voice. Notices with a recording, warnings, and other languages than Indonesian are not spoken.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from content_cache.files import in_memory
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.convert import as_picture
from content_cache.model.errors import CacheError, FormatError
from content_cache.model.picture_text import PictureText
from content_cache.model.problems import msgid
from content_cache.ocr import tesseract
from content_cache.ocr.reader import read_picture
from content_cache.signing.keys import SecretKey
from kiosk.cli.keys import read_secret_key
from kiosk.cli.options import now_of, value_of
from kiosk.cli.progress import Bar
from kiosk.cli.publish_targets import deliver_all, make_stick, places_of
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.office.editions.faults import FolderError, FolderFault
from kiosk.office.editions.folder import SETTINGS
from kiosk.office.editions.picture_texts import draft_beside, write_drafts
from kiosk.office.editions.previous import Previous, in_folder, on_site
from kiosk.office.editions.publish import Plan, plan, untold_pictures, write_edition
from kiosk.office.editions.voice import Speak
from kiosk.settings.office_rules import find_problems

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Publishing:
    """Options of `kiosk publish`.

    *site* is where the folder is published, for when *out* is lost; *keep* editions stay. *sure* confirms what looks
    like a mistake. *as_json* prints the dry run as JSON. *texts* wants drafts of the texts in pictures, and nothing
    published; *voice* speaks the edition. It goes from *out* to *targets*, and as a ZIP to *stick*.
    """

    folder: Path
    out: Path
    key: Path
    site: str = ""
    dry_run: bool = False
    as_json: bool = False
    preview: bool = False
    keep: int = 5
    sure: bool = False
    texts: bool = False
    voice: str = ""
    targets: tuple[str, ...] = ()
    stick: Path | None = None


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("the office's folder, with feed.toml"))
    parser.add_argument(
        "--to",
        action="append",
        required=True,
        metavar=_("TARGET"),
        help=_("the published folder, and where it goes from there (sftp://…); may be repeated"),
    )
    parser.add_argument("--stick", type=Path, metavar=_("FILE.zip"), help=_("a ZIP to be unpacked onto a stick"))
    parser.add_argument("--key", type=Path, required=True, metavar=_("FILE.key"), help=_("the news or the alert key"))
    parser.add_argument(
        "--from", dest="site", default="", metavar=_("ADDRESS"), help=_("its site, where the published folder is lost")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("show what would change, and no more"))
    parser.add_argument("--json", action="store_true", help=_("as JSON; with --dry-run"))
    parser.add_argument("--preview", action="store_true", help=_("show what a kiosk will show and say"))
    parser.add_argument(
        "--texts", action="store_true", help=_("look for text in pictures, write drafts to mend, and no more")
    )
    parser.add_argument(
        "--voice", default="", metavar=_("NAME"), help=_("speak each sentence in this voice (kokoro), once")
    )
    parser.add_argument(
        "--keep", type=partial(_edition_count, _), default=5, metavar="N", help=_("old editions that are kept")
    )
    parser.add_argument("--now", metavar=_("TIME"), help=_("the time of publishing (ISO 8601)"))
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("also without feed.toml, or if more than half is withdrawn"),
    )


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.json and (asked.preview or asked.texts or not asked.dry_run):
        raise Refusal("--json goes with --dry-run alone, without --preview or --texts", 2)
    out, targets = places_of(asked.to, asked.folder)
    publishing = Publishing(
        folder=asked.folder,
        out=out,
        targets=targets,
        stick=asked.stick,
        key=asked.key,
        site=asked.site,
        dry_run=asked.dry_run,
        as_json=asked.json,
        preview=asked.preview,
        keep=asked.keep,
        sure=asked.yes,
        texts=asked.texts,
        voice=asked.voice,
    )
    return publish_folder(installation, publishing, now=now_of(asked.now, installation), environment=os.environ)


def _edition_count(_: Words, text: str) -> int:
    """Return *text* as a number of editions, 1 to 1000. Raises ArgumentTypeError."""
    number: int = value_of(text, int, _('"{text}" is no whole number', text=text))
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(_("{text} is not within {least} and {most}", text=text, least=1, most=1000))
    return number


def publish_folder(
    installation: Installation, asked: Publishing, *, now: datetime, environment: Mapping[str, str]
) -> int:
    """Publish the folder as the next edition, or do what else *asked* wants, and return the exit code.

    Raises Refusal, with nothing written, for a folder with faults and for what looks like a mistake.
    """
    if asked.texts:
        return _write_texts(installation, asked.folder, now)
    key = read_secret_key(installation, asked.key, environment)
    before = _before(asked)
    planned, spoken = _voiced(installation, asked, key, before, now)
    doubt = "" if asked.sure else _doubt(planned, asked, installation.words)
    if asked.as_json:
        installation.print_json(_as_json(planned, asked, doubt, spoken))
        return 0
    for line in (*_summary(planned, before, asked, installation.words, written=not (doubt or asked.dry_run)), *spoken):
        installation.out(line)
    if asked.preview:
        from kiosk.office.editions.preview import preview

        for line in preview(installation, planned, now, asked.out.with_name(f"{asked.out.name}-pratinjau")):
            installation.out(line)
    if asked.dry_run:
        if doubt:
            installation.tell(doubt)
        return 0
    if doubt:
        raise Refusal("{doubt}", doubt=doubt)
    try:
        write_edition(planned, asked.folder, asked.out, keep=asked.keep)
    except OSError as error:
        raise _unwritten(error, asked.out) from error
    return _passed_on(installation, asked, key, environment, is_new=planned.is_new)


def _passed_on(
    installation: Installation, asked: Publishing, key: SecretKey, environment: Mapping[str, str], *, is_new: bool
) -> int:
    """Deliver the published folder to the places that kiosks fetch from; return the exit code. Raises Refusal."""
    if asked.stick is not None:
        make_stick(installation, asked.out, asked.stick, key.public)
    if asked.targets:
        return deliver_all(
            installation, asked.out, asked.targets, asked.folder, key.public, asked.key.parent, environment
        )
    if is_new:
        installation.out(
            installation.words("Upload all of {folder} to the site, latest.minisig last.", folder=str(asked.out))
        )
    return 0


def _write_texts(installation: Installation, folder: Path, now: datetime) -> int:
    """Write drafts of the texts in those pictures that have none, by OCR, and return the exit code. Raises Refusal."""
    found = tesseract.find()
    if found is None:
        raise Refusal("the text in pictures cannot be read here: tesseract-ocr and tesseract-ocr-ind are not installed")

    def read(body: bytes) -> PictureText:
        try:
            stored, _ = as_picture(body)
        except FormatError:  # told when it is published
            return PictureText()
        with in_memory(stored) as picture:
            return read_picture(picture, found, Bounds(MEMORY_BYTES))

    try:
        pictures = untold_pictures(folder, now)
        with Bar(sys.stderr) as bar:
            shown = bar.above(installation)
            for done, (picture, draft) in enumerate(write_drafts(pictures, read), 1):
                name = picture.relative_to(folder).as_posix()
                bar.draw(done, len(pictures), name)
                if draft is not None:
                    shown.out(
                        installation.words(
                            "{draft}: mend it, then rename it to {name}",
                            draft=draft.relative_to(folder).as_posix(),
                            name=picture.with_suffix(".txt").name,
                        )
                    )
                elif not draft_beside(picture).exists():
                    shown.out(installation.words("{picture}: no text was found", picture=name))
    except FolderError as error:
        raise _refused(installation, folder, error) from error
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error
    except OSError as error:
        raise _unwritten(error, folder) from error
    return 0


def _refused(installation: Installation, folder: Path, error: FolderError) -> Refusal:
    for fault in error.faults:
        installation.tell(fault_line(fault, installation.words))
    wrong = sum(not fault.warning for fault in error.faults)
    return Refusal("faults in {folder}: {count}; nothing is published", count=wrong, folder=str(folder))


def _unwritten(error: OSError, out: Path) -> Refusal:
    return Refusal(
        "{path}: cannot be written ({reason})", path=str(error.filename or out), reason=error.strerror or str(error)
    )


def _voiced(
    installation: Installation, asked: Publishing, key: SecretKey, before: Previous, now: datetime
) -> tuple[Plan, list[str]]:
    """Return the next edition, spoken if *asked* wants that, and lines about the speech. Raises Refusal."""
    if not asked.voice:
        return _planned(installation, asked, key, before, now), []
    from kiosk.cli.publish_voice import spoken_lines, voice_of_edition  # loads what speaks

    with voice_of_edition(installation, asked.voice, before, now, render=not asked.dry_run) as voice:
        planned = _planned(installation, asked, key, before, now, voice)
    return planned, list(spoken_lines(planned, voice, installation.words))


def _planned(
    installation: Installation,
    asked: Publishing,
    key: SecretKey,
    before: Previous,
    now: datetime,
    speak: Speak = lambda _feed: {},
) -> Plan:
    """Return the next edition, and print the warnings about the folder. Raises Refusal if the folder has faults."""
    try:
        planned = _prepared(installation, asked, key, before, now, speak)
    except FolderError as error:
        raise _refused(installation, asked.folder, error) from error
    for fault in planned.faults:
        installation.tell(fault_line(fault, installation.words))
    return planned


def _doubt(planned: Plan, asked: Publishing, _: Words) -> str:
    """Return why this looks like the wrong folder, and how to confirm it; "" if nothing does."""
    doubts: list[str] = []
    if planned.is_new and not (asked.folder / SETTINGS).is_file():
        doubts.append(_("{folder} has no {file}: is it the office's folder?", folder=str(asked.folder), file=SETTINGS))
    if 2 * len(planned.withdrawn) > planned.published:
        gone = len(planned.withdrawn)
        doubts.append(_("{n} of {total} published items would be withdrawn", n=gone, total=planned.published))
    if doubts:
        doubts.append(_("nothing is published; if it is meant so, repeat with --yes"))
    return "; ".join(doubts)


def _prepared(
    installation: Installation, asked: Publishing, key: SecretKey, before: Previous, now: datetime, speak: Speak
) -> Plan:
    """Return the next edition, printing each notice as it is prepared. Raises FolderError."""
    with Bar(sys.stderr) as bar:
        shown = bar.above(installation)

        def prepared(done: int, every: int, name: str) -> None:
            shown.tell(f"{done}/{every} {name}")
            bar.draw(done, every, name)

        return plan(asked.folder, asked.out, key, before, now, prepared, speak, find_problems)


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


def fault_line(fault: FolderFault, words: Words) -> str:
    """Return *fault* of the folder as a line with its file and line number."""
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    told = words.problem(fault.problem)
    if fault.warning:
        told = words("note: {what}", what=told)
    return f"{where}: {told}"


def _as_json(planned: Plan, asked: Publishing, doubt: str, spoken: Sequence[str]) -> dict[str, object]:
    """Return what a dry run found as one document. *doubt* and *spoken* are sentences for people."""
    return {
        "edition": planned.latest.seq,
        "is_new": planned.is_new,
        "items": len(planned.feed["items"]),
        "files": len(planned.named),
        "added": planned.added,
        "changed": planned.changed,
        "withdrawn": planned.withdrawn,
        "ended": planned.ended,
        "untold": [picture.relative_to(asked.folder).as_posix() for picture in planned.untold],
        "notes": [
            {"file": fault.file, "line": fault.line, "problem": msgspec.to_builtins(fault.problem)}
            for fault in planned.faults
        ],
        "voice": list(spoken),
        "doubt": doubt,
    }


def _summary(planned: Plan, before: Previous, asked: Publishing, _: Words, *, written: bool) -> Iterator[str]:
    if planned.ended:
        yield _("Files past their end (expires), which are published no more: {count}", count=planned.ended)
    if planned.untold:
        yield _(
            "Pictures of which nobody has written what stands in them: {count}. --texts looks, and writes drafts to mend.",
            count=len(planned.untold),
        )
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
