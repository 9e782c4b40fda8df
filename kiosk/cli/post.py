"""`kiosk post`: what waits for the office; send it, or put it on a stick.

`list` ends with 1 where somebody may have copied the card, `send` where something was not taken. `export` writes all that waits
into `laporan-kios/post` of a folder, and takes away what lies there of this kiosk and waits no more.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from content_cache.model.errors import CacheError, HttpStatusError
from content_cache.model.problems import msgid, problem
from content_cache.store.store import Store
from kiosk.cli.translated_parser import Parser
from kiosk.core.edition_trust import PostKey
from kiosk.installation import Installation, Refusal
from kiosk.post.envelope import EnvelopeKind, key_text
from kiosk.post.faults import PostCode, PostError
from kiosk.post.identity import own_key, public_of
from kiosk.post.sending import NAME, Sending
from kiosk.post.spool import Spool, WaitingEnvelope
from kiosk.state.memory import Memory

_KINDS: Mapping[EnvelopeKind, str] = MappingProxyType(
    {
        EnvelopeKind.QUESTION: msgid("question"),
        EnvelopeKind.NOTICE: msgid("notice"),
        EnvelopeKind.COUNTS: msgid("counts"),
        EnvelopeKind.HEALTH: msgid("state of the kiosk"),
        EnvelopeKind.PICTURE: msgid("picture of the screen"),
        EnvelopeKind.LOG: msgid("log"),
        EnvelopeKind.VOTE: msgid("vote"),
        EnvelopeKind.ENROL: msgid("makes the kiosk known"),
        EnvelopeKind.WAITING: msgid("list of what is missing"),
        EnvelopeKind.BACKUP: msgid("part of a backup"),
    }
)


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    lists, sends, exports = _("what waits"), _("send it now"), _("put it into a folder, or onto a USB stick")
    shown = what.add_parser("list", help=lists, description=lists)
    shown.add_argument("--json", action="store_true", help=_("as JSON"))
    what.add_parser("send", help=sends, description=sends)
    export = what.add_parser("export", help=exports, description=exports)
    export.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("where laporan-kios/post is to lie"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    """Run `kiosk post` and return the exit code. Raises Refusal."""
    if installation.settings.post.office is None:
        raise Refusal("{error}", error=problem(PostCode.NO_OFFICE))
    try:
        match asked.what:
            case "list":
                return list_post(installation, as_json=asked.json)
            case "send":
                return send_post(installation)
            case _:
                return export_post(installation, asked.folder)
    except PostError as error:
        raise Refusal("{error}", error=error.problem) from error


def list_post(installation: Installation, *, as_json: bool) -> int:
    """Print this kiosk's key, a line for each envelope, and what went wrong. Raises PostError."""
    words, key, spool = installation.words, own_key(installation.data), installation.spool()
    if as_json:
        installation.print_json(_as_json(spool, key))
        return 1 if spool.made().beyond else 0
    installation.out(words("kiosk {name}, key {key}", name=key.kiosk, key=key_text(public_of(key), "kiosk")))
    handed = Sending.from_stored(spool.kept(NAME)).handed
    for each in spool.waiting_envelopes():
        there = words("the office has it") if each.number in handed else words("waits")
        kilobytes = -(-each.size // 1_000)
        installation.out(f"{each.number:10}  {words(_KINDS[each.kind]):24} {kilobytes:4} KB  {there}")
    made = spool.made()
    told = words("last number {made}, acknowledged {acknowledged}", made=made.number, acknowledged=made.acknowledged)
    installation.out(told)
    for kind, count in sorted(made.lost.items()):
        name = words(_KINDS[EnvelopeKind(kind)]) if kind in set(map(str, EnvelopeKind)) else kind
        installation.out(
            words("given up, for there was no room or nobody fetched it: {count} {kind}", count=count, kind=name)
        )
    if made.beyond:
        raise PostError(PostCode.BEYOND, number=made.beyond, made=made.number)
    return 0


def _as_json(spool: Spool, key: PostKey) -> dict[str, object]:
    """Return the document that `list_post` prints as JSON."""
    handed, made = Sending.from_stored(spool.kept(NAME)).handed, spool.made()
    return {
        "kiosk": key.kiosk,
        "key": key_text(public_of(key), "kiosk"),
        "waiting": [
            {
                "number": each.number,
                "kind": str(each.kind),
                "bytes": each.size,
                "handed": each.number in handed,
            }
            for each in spool.waiting_envelopes()
        ],
        "made": made.number,
        "acknowledged": made.acknowledged,
        "lost": dict(made.lost),
        "beyond": made.beyond,
    }


def send_post(installation: Installation) -> int:
    """Send all envelopes that are due, whatever was sent today.

    Return 1 if something was not accepted, else 0. Raises PostError, Refusal.
    """
    from kiosk.refresher.adoption import OfficeAdoption  # imported only for sending
    from kiosk.refresher.post_sender import STANDINGS, PostSender, SendResult, send_all  # imported only for sending

    words = installation.words
    if not installation.settings.post.url:
        raise Refusal("there is no url in [post]; take it along with: kiosk post export FOLDER", 2)

    def heard(went: Sequence[WaitingEnvelope], sent: SendResult) -> None:
        taken = sum(each.number in sent.taken for each in went)
        installation.out(words("{taken} of {count} were taken", taken=taken, count=len(went)))
        if sent.error is not None:
            code = STANDINGS.get(sent.error.status) if isinstance(sent.error, HttpStatusError) else None
            told = problem(code) if code is not None else sent.error.problem
            installation.tell(words("{error}", error=told))

    try:
        with Store.open(installation.data, read_only=True) as store, Memory(installation.data) as memory:
            sender = PostSender(installation, store, memory, OfficeAdoption(installation, memory))
            sender.enrol()
            return 0 if send_all(sender, heard) else 1
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error


def export_post(installation: Installation, folder: Path) -> int:
    """Write all waiting envelopes into *folder*, flushed to the disk, and return the exit code. Raises PostError, Refusal."""
    from kiosk.refresher.stick_report import FOLDER, POST, write_post  # imported only for export

    place = folder / FOLDER / POST
    try:
        place.parent.mkdir(exist_ok=True)
        written = write_post(installation.spool(), own_key(installation.data).kiosk, place)
        os.sync()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("{path}: cannot be written ({reason})", path=str(place), reason=reason) from error
    installation.out(installation.words("{count} envelopes are in {path}", count=len(written), path=str(place)))
    return 0
