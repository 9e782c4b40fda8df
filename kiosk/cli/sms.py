"""`kiosk sms`: a signed warning as SMS, for any gateway; what such SMS say; and the process that receives them.

`make` reads a JSON file of `minutes`, `number`, `severity`, `hazard`, `area`, `text`, `drill`, `replaces`, `cancel` and
`headline`, and no other field. One that sounds the siren needs `--yes`. `read` ends with 1 where no key of this kiosk has
signed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from content_cache.formats.sms.message import SmsMessage, made, number_at, parse
from content_cache.formats.sms.parts import PartBox, binary_parts, letter_parts
from content_cache.model.errors import FormatError, SignatureError
from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.cli.extras import require
from kiosk.cli.keys import read_secret_key
from kiosk.cli.options import now_of
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

_KINDS = {
    "headline": msgid("headline"),
    "drill": msgid("drill"),
    "cancel": msgid("end of a warning"),
    "": msgid("warning"),
}


_FAR = 366 * 24 * 60  # minutes: a number further ahead would keep out every one after it, a lower one may count no more


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    """Warning as the JSON file has it. Unknown fields and wrong types are refused: a mistyped "drill" would sound the siren."""

    minutes: int
    number: int = 0
    issued: Annotated[datetime, Meta(tz=True)] | None = None
    severity: Severity = Severity.INFO
    hazard: Hazard = Hazard.OTHER
    area: str = ""
    text: str = ""
    drill: bool = False
    cancel: bool = False
    replaces: int = 0
    headline: bool = False


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    makes = _("make the SMS of a warning that is written in a JSON file")
    reads = _("read SMS, one a line: letters, or a binary one as hexadecimal digits")
    listens = _("receive SMS by this kiosk's modem until it is stopped")
    make = what.add_parser("make", help=makes, description=makes)
    make.add_argument("file", type=Path, metavar=_("FILE"), help=_("number, minutes, severity, hazard, area, text"))
    make.add_argument("--key", type=Path, required=True, metavar=_("FILE.key"), help=_("the key that signs: alert.key"))
    make.add_argument("--yes", action="store_true", help=_("also where kiosks sound the siren"))
    make.add_argument("--now", metavar=_("TIME"), help=_("as if it were this time now (ISO 8601)"))
    read = what.add_parser("read", help=reads, description=reads)
    read.add_argument("file", type=Path, nargs="?", metavar=_("FILE"), help=_("the file; standard input without one"))
    for part in (make, read):
        part.add_argument("--json", action="store_true", help=_("as JSON"))
    what.add_parser("listen", help=listens, description=listens)


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.what == "make":
        now = now_of(asked.now, installation)
        return make_sms(installation, asked.file, asked.key, now=now, sure=asked.yes, as_json=asked.json)
    if asked.what == "read":
        return read_sms(installation, asked.file, as_json=asked.json)
    require("sms")
    from kiosk.refresher.sms.listening import receive_sms

    return receive_sms(installation)


def make_sms(installation: Installation, file: Path, key: Path, *, now: datetime, sure: bool, as_json: bool) -> int:
    """Sign the warning in *file* with *key* and print both forms of the SMS, binary and text, for a gateway. Raises Refusal."""
    try:
        message = _message(msgspec.json.decode(file.read_bytes(), type=_Written), now)
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", 2, path=str(file), reason=error.strerror or str(error)
        ) from error
    except msgspec.MsgspecError as error:
        raise Refusal("{path}: no warning for an SMS ({reason})", 2, path=str(file), reason=str(error)) from error
    if not 0 <= message.number - number_at(message.issued) <= _FAR:
        raise Refusal(
            "number {number} does not go with the time: leave it out, and it is given", 2, number=message.number
        )
    if message.severity is Severity.AWAS and _message_kind(message) == "" and not sure:
        raise Refusal("kiosks sound the siren for this: say --yes, or that it is a drill", 2)
    try:
        content = made(message, read_secret_key(installation, key, os.environ))
    except FormatError as error:
        raise Refusal("{error}", 2, error=error.problem) from error
    if not as_json:
        installation.out(_described(installation, message))
    print_sms(installation, content, as_json=as_json)
    return 0


def print_sms(installation: Installation, content: bytes, *, as_json: bool) -> None:
    letters = letter_parts(content)
    binary = [part.hex().upper() for part in binary_parts(content, secrets.randbits(8))]
    if as_json:
        installation.print_json({"letters": letters, "binary": binary})
        return
    installation.out(installation.words("{count} SMS in letters, each a line, in any order:", count=len(letters)))
    for line in letters:
        installation.out(line)
    installation.out(
        installation.words("Or {count} binary SMS (8 bit, header and data as hexadecimal digits):", count=len(binary))
    )
    for line in binary:
        installation.out(line)


def _message(written: _Written, now: datetime) -> SmsMessage:
    said = msgspec.structs.asdict(written)
    return SmsMessage(**said | {"number": written.number or number_at(now), "issued": written.issued or now})


def _message_kind(message: SmsMessage) -> str:
    return "headline" if message.headline else "cancel" if message.cancel else "drill" if message.drill else ""


def _described(installation: Installation, message: SmsMessage) -> str:
    return (
        f"{installation.words(_KINDS[_message_kind(message)])} {message.number}: {message.severity} {message.hazard}, "
        f"{message.area or '-'}, {message.issued.astimezone(installation.zone):%Y-%m-%d %H.%M}, {message.minutes} min: "
        f"{message.text}"
    )


def read_sms(installation: Installation, file: Path | None, *, as_json: bool) -> int:
    """Print the warnings in the SMS of *file* or the standard input.

    Return 1 if no message is complete, or none is signed by a key of this kiosk.
    """
    from kiosk.refresher.sms.keys import check_by

    text = file.read_text("utf-8") if file else sys.stdin.read(1_000_000)
    box, found = PartBox(), {}
    for line in text.splitlines():
        line = line.strip()
        try:
            taken = list(box.take_data(bytes.fromhex(line)))
        except ValueError:
            taken = list(box.take_text(line))
        for content in taken:
            try:
                found[content] = parse(content)
            except FormatError:
                continue
    told = []
    for content, message in found.items():
        try:
            check_by(installation, content, message)
            by = "signed"
        except SignatureError as error:
            by = installation.words.problem(error.problem)
        told.append((message, by))
    if as_json:
        installation.print_json({"messages": [{**_fields(message), "signature": by} for message, by in told]})
    for message, by in () if as_json else told:
        installation.out(f"{_described(installation, message)} ({installation.words(by)})")
    return 0 if any(by == "signed" for _, by in told) else 1


def _fields(message: SmsMessage) -> dict[str, object]:
    return {name: getattr(message, name) for name in message.__struct_fields__} | {"issued": message.issued.isoformat()}
