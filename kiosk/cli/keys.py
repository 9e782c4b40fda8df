"""`kiosk keys`: the three key pairs of a central feed, and the keys.json that replaces lost ones."""

from __future__ import annotations

import argparse
import getpass
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.model.errors import SignatureError
from content_cache.publishing.previous import in_folder
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE
from content_cache.signing.keyring import Held, Keyring, Role, keys_document
from content_cache.signing.keys import PasswordError, PublicKey, SecretKey
from content_cache.signing.signatures import sign
from kiosk.cli.options import now_of
from kiosk.installation import Call, Refusal

PASSWORD = "KIOSK_KEY_PASSWORD"  # noqa: S105 - the name of a variable
_SHORTEST = 10
_WORDS = {Role.NEWS: "pemakaian sehari-hari", Role.ALERT: "hanya untuk darurat", Role.SPARE: "simpan tersegel"}


def add_options(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="APA")
    makes, replaces = "membuat kunci news, alert, dan spare", "mengganti kunci yang hilang, dengan kunci spare"
    new = what.add_parser("new", help=makes, description=makes)
    new.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="folder kunci")
    new.add_argument("--no-password", action="store_true", help="tanpa sandi")
    replace = what.add_parser("replace", help=replaces, description=replaces)
    replace.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="folder terbitan")
    replace.add_argument("--spare", type=Path, required=True, metavar="BERKAS.key", help="kunci spare")
    for name, use in (
        ("--news", "kunci sehari-hari yang baru"),
        ("--alert", "kunci darurat yang baru"),
        ("--revoke", "kunci yang dicabut"),
    ):
        replace.add_argument(name, type=Path, action="append", default=[], metavar="BERKAS.pub", help=use)
    replace.add_argument("--now", metavar="WAKTU", help="sejak kapan kunci baru berlaku (ISO 8601)")


def execute(asked: argparse.Namespace, call: Call) -> int:
    if asked.what == "new":
        return new_keys(call, asked.to, password=not asked.no_password, environment=os.environ)
    return replace_keys(
        call,
        asked.to,
        spare=asked.spare,
        news=asked.news,
        alert=asked.alert,
        revoke=asked.revoke,
        now=now_of(asked.now, call),
        environment=os.environ,
    )


def new_keys(call: Call, folder: Path, *, password: bool, environment: Mapping[str, str]) -> int:
    """Write news, alert and spare pairs into `folder`, and print the lines for kiosk.toml. Never over a key that is there."""
    there = [path for role in Role for path in _paths(folder, role) if path.exists()]
    if there:
        raise Refusal(f"{there[0]} sudah ada dan tidak ditimpa; pilih folder lain dengan --to", 2)
    secret = _new_password(environment) if password else None
    pairs: dict[Role, SecretKey] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for role in Role:
            key = SecretKey.generate()
            pairs[role] = SecretKey(key.id, key.seed, f"kim-kiosk {role} key {key.public.name}")
            private, public = _paths(folder, role)
            _write_private(private, pairs[role].file(secret))
            public.write_text(pairs[role].public.file(), "utf-8", newline="\n")
    except OSError as error:
        raise Refusal(f"{folder}: kunci tidak dapat ditulis ({error.strerror})") from error
    for role, pair in pairs.items():
        call.out(f"{_paths(folder, role)[0].name:10} {pair.public.name}  {_WORDS[role]}")
    call.out("")
    call.out("Untuk kiosk.toml di setiap kios, di bawah [[source]]:")
    call.out('format = "central"')
    call.out(f'keys = ["{pairs[Role.NEWS].public!s} news", "{pairs[Role.SPARE].public!s} spare"]')
    call.out(f'alert_keys = ["{pairs[Role.ALERT].public!s} alert"]')
    call.out("")
    call.out("Pindahkan spare.key ke flash disk yang disimpan tersegel. Jangan unggah berkas .key ke mana pun.")
    return 0


def replace_keys(
    call: Call,
    folder: Path,
    *,
    spare: Path,
    news: Sequence[Path],
    alert: Sequence[Path],
    revoke: Sequence[Path],
    now: datetime,
    environment: Mapping[str, str],
) -> int:
    """Write keys.json into the published `folder`: the keys that hold from now on, and those that never do again."""
    key = read_secret_key(spare, environment)
    try:
        held = [Held(_public(path), role, now) for role, paths in _given(news, alert) for path in paths]
        revoked = {_public(path).id for path in revoke}
        before = in_folder(folder)
        revoked |= _revoked_before(folder)
    except OSError as error:
        raise Refusal(f"{error.filename}: tidak dapat dibaca ({error.strerror})", 2) from error
    if not held and not revoked:
        raise Refusal("sebutkan kunci baru (--news, --alert) atau kunci yang dicabut (--revoke)", 2)
    keyring = Keyring(tuple(held), before.keys + 1, frozenset(revoked), before.seq)
    document = keys_document(keyring, now)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEYS).write_bytes(document)
    (folder / KEYS_SIGNATURE).write_bytes(sign(document, key, f"keys={keyring.number}"))
    call.out(f"{folder / KEYS}: nomor {keyring.number}; sekarang jalankan kiosk publish dengan kunci yang baru")
    return 0


def read_secret_key(path: Path, environment: Mapping[str, str]) -> SecretKey:
    """A .key file; its password is asked for on the terminal, or taken from $KIOSK_KEY_PASSWORD. Raises Refusal."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path}: kunci tidak dapat dibaca ({getattr(error, 'strerror', error)})", 2) from error
    password = environment.get(PASSWORD)
    try:
        return SecretKey.parse(text, password)
    except PasswordError as error:
        if password is not None:
            raise Refusal(f"{path}: sandi dalam ${PASSWORD} salah") from error
    except SignatureError as error:
        raise Refusal(f"{path}: bukan kunci rahasia (.key) yang dapat dipakai: {error}", 2) from error
    try:
        return SecretKey.parse(text, getpass.getpass(f"Sandi {path.name}: "))
    except (PasswordError, EOFError) as error:
        raise Refusal(f"{path}: sandi salah") from error


def _given(news: Sequence[Path], alert: Sequence[Path]) -> tuple[tuple[Role, Sequence[Path]], ...]:
    return (Role.NEWS, news), (Role.ALERT, alert)


def _public(path: Path) -> PublicKey:
    try:
        return PublicKey.parse(path.read_text("utf-8"))
    except (SignatureError, UnicodeDecodeError) as error:
        raise Refusal(f"{path}: bukan kunci publik (.pub)", 2) from error


def _revoked_before(folder: Path) -> set[bytes]:
    """A key once revoked stays so."""
    try:
        names = json.loads((folder / KEYS).read_bytes())["revoked"]
        return {int(name, 16).to_bytes(8, "little") for name in names}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Refusal(f"{folder / KEYS}: rusak ({error}); unduh lagi dari situs", 2) from error


def _paths(folder: Path, role: Role) -> tuple[Path, Path]:
    return folder / f"{role}.key", folder / f"{role}.pub"


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _new_password(environment: Mapping[str, str]) -> str:
    if given := environment.get(PASSWORD):
        return given
    try:
        first = getpass.getpass(f"Sandi baru untuk ketiga kunci (paling sedikit {_SHORTEST} huruf): ")
        second = getpass.getpass("Sekali lagi: ")
    except EOFError as error:
        raise Refusal("tidak ada sandi; ketik di terminal, atau pakai --no-password", 2) from error
    if len(first) < _SHORTEST:
        raise Refusal(f"sandi terlalu pendek; paling sedikit {_SHORTEST} huruf", 2)
    if first != second:
        raise Refusal("kedua sandi tidak sama; ulangi", 2)
    return first
