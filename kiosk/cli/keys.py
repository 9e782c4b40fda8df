"""`kiosk keys`: the three key pairs of a central feed, and the keys.json that replaces lost ones."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import SignatureError
from content_cache.model.problems import msgid
from content_cache.signing.edition import KEYS
from content_cache.signing.keyring import Held, KeyRole
from content_cache.signing.keys import PasswordError, PublicKey, SecretKey
from kiosk.cli.options import now_of
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal
from kiosk.office.keys.replacing import write_keyring
from kiosk.office.keys.source_lines import key_lines

PASSWORD = "KIOSK_KEY_PASSWORD"  # noqa: S105 - the name of a variable
_SHORTEST = 10
_USES = {
    KeyRole.NEWS: msgid("for every day"),
    KeyRole.ALERT: msgid("for emergencies alone"),
    KeyRole.SPARE: msgid("keep it sealed"),
}


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    makes = _("make news, alert and spare keys")
    replaces = _("replace lost keys, with the spare key")
    new = what.add_parser("new", help=makes, description=makes)
    new.add_argument("--to", type=Path, required=True, metavar=_("FOLDER"), help=_("the folder of the keys"))
    new.add_argument("--no-password", action="store_true", help=_("without a password"))
    replace = what.add_parser("replace", help=replaces, description=replaces)
    replace.add_argument("--to", type=Path, required=True, metavar=_("FOLDER"), help=_("the published folder"))
    replace.add_argument("--spare", type=Path, required=True, metavar=_("FILE.key"), help=_("the spare key"))
    for name, use in (
        ("--news", _("the new everyday key")),
        ("--alert", _("the new emergency key")),
        ("--revoke", _("a key that is revoked")),
    ):
        replace.add_argument(name, type=Path, action="append", default=[], metavar=_("FILE.pub"), help=use)
    replace.add_argument("--now", metavar=_("TIME"), help=_("from when the new keys hold (ISO 8601)"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.what == "new":
        return new_keys(installation, asked.to, password=not asked.no_password, environment=os.environ)
    return replace_keys(
        installation,
        asked.to,
        spare=asked.spare,
        news=asked.news,
        alert=asked.alert,
        revoke=asked.revoke,
        now=now_of(asked.now, installation),
        environment=os.environ,
    )


def new_keys(installation: Installation, folder: Path, *, password: bool, environment: Mapping[str, str]) -> int:
    """Write new news, alert and spare key pairs into *folder*, and print their lines for kiosk.toml.

    Raises Refusal if a key is already there.
    """
    there = [path for role in KeyRole for path in _paths(folder, role) if path.exists()]
    if there:
        raise Refusal(
            "{path} is there already and is not written over; choose another folder with --to", 2, path=str(there[0])
        )
    secret = _new_password(installation, environment) if password else None
    pairs: dict[KeyRole, SecretKey] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for role in KeyRole:
            key = SecretKey.generate()
            pairs[role] = SecretKey(key.id, key.seed, f"kim-kiosk {role} key {key.public.name}")
            private, public = _paths(folder, role)
            _write_private(private, pairs[role].file(secret))
            public.write_text(pairs[role].public.file(), "utf-8", newline="\n")
    except OSError as error:
        raise Refusal(
            "{path}: the keys cannot be written ({reason})", path=str(folder), reason=error.strerror or str(error)
        ) from error
    for role, pair in pairs.items():
        installation.out(f"{_paths(folder, role)[0].name:10} {pair.public.name}  {installation.words(_USES[role])}")
    installation.out("")
    installation.out(installation.words("For kiosk.toml on each kiosk, below [[source]]:"))
    for line in key_lines({role: pair.public for role, pair in pairs.items()}):
        installation.out(line)
    installation.out("")
    installation.out(
        installation.words("Move spare.key to a USB stick that is kept sealed. Do not upload any .key file anywhere.")
    )
    return 0


def replace_keys(
    installation: Installation,
    folder: Path,
    *,
    spare: Path,
    news: Sequence[Path],
    alert: Sequence[Path],
    revoke: Sequence[Path],
    now: datetime,
    environment: Mapping[str, str],
) -> int:
    """Write keys.json, signed with *spare*, into the published *folder*.

    It lists the keys that hold from now on, and the revoked ones.
    """
    key = read_secret_key(installation, spare, environment)
    try:
        held = [Held(_public(path), role, now) for role, paths in _given(news, alert) for path in paths]
        revoked = {_public(path).id for path in revoke}
        if not held and not revoked:
            raise Refusal("name a new key (--news, --alert), or one that is revoked (--revoke)", 2)
        keyring = write_keyring(folder, key, held, revoked, now)
    except OSError as error:
        raise Refusal(
            "{path}: cannot be read ({reason})", 2, path=str(error.filename), reason=error.strerror or str(error)
        ) from error
    except SignatureError as error:
        raise Refusal(
            "{path}: damaged ({reason}); download it again from the site",
            2,
            path=str(folder / KEYS),
            reason=error.problem,
        ) from error
    installation.out(
        installation.words(
            "{path}: number {number}; now run kiosk publish with the new key",
            path=str(folder / KEYS),
            number=keyring.number,
        )
    )
    return 0


def read_secret_key(installation: Installation, path: Path, environment: Mapping[str, str]) -> SecretKey:
    """Read the .key file *path*. Its password is taken from $KIOSK_KEY_PASSWORD, or asked for on the terminal. Raises Refusal."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal("{path}: the key cannot be read ({reason})", 2, path=str(path), reason=reason) from error
    password = environment.get(PASSWORD)
    try:
        return SecretKey.parse(text, password)
    except PasswordError as error:
        if password is not None:
            raise Refusal("{path}: the password in ${variable} is wrong", path=str(path), variable=PASSWORD) from error
    except SignatureError as error:
        raise Refusal(
            "{path}: no secret key (.key) that can be used: {error}", 2, path=str(path), error=error.problem
        ) from error
    try:
        return SecretKey.parse(text, getpass.getpass(installation.words("Password of {file}: ", file=path.name)))
    except (PasswordError, EOFError) as error:
        raise Refusal("{path}: wrong password", path=str(path)) from error


def _given(news: Sequence[Path], alert: Sequence[Path]) -> tuple[tuple[KeyRole, Sequence[Path]], ...]:
    return (KeyRole.NEWS, news), (KeyRole.ALERT, alert)


def _public(path: Path) -> PublicKey:
    try:
        return PublicKey.parse(path.read_text("utf-8"))
    except (SignatureError, UnicodeDecodeError) as error:
        raise Refusal("{path}: no public key (.pub)", 2, path=str(path)) from error


def _paths(folder: Path, role: KeyRole) -> tuple[Path, Path]:
    return folder / f"{role}.key", folder / f"{role}.pub"


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _new_password(installation: Installation, environment: Mapping[str, str]) -> str:
    if given := environment.get(PASSWORD):
        return given
    try:
        first = getpass.getpass(
            installation.words("New password for the three keys (at least {least} letters): ", least=_SHORTEST)
        )
        second = getpass.getpass(installation.words("Once more: "))
    except EOFError as error:
        raise Refusal("no password; type it at a terminal, or use --no-password", 2) from error
    if len(first) < _SHORTEST:
        raise Refusal("the password is too short; at least {least} letters", 2, least=_SHORTEST)
    if first != second:
        raise Refusal("the two passwords are not the same; try again", 2)
    return first
