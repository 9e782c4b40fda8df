"""Signatures and keys, both ways with the minisign program (Debian: apt install minisign)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.model.errors import SignatureError
from content_cache.signing.keys import PasswordError, PublicKey, SecretKey
from content_cache.signing.signatures import Signature, sign

CHEAP = 2**24  # bytes for scrypt: enough to show that it works
KEY = SecretKey(b"12345678", bytes(range(32)), "news key")
COMMENT = "seq=7 file=feed-7.json issued=2026-09-03T08:00:00+08:00"

needs_minisign = pytest.mark.skipif(not shutil.which("minisign"), reason="apt install minisign (deploy/setup.sh does)")


def minisign(*words: str | Path, answers: str = "") -> str:
    done = subprocess.run(
        ["minisign", *map(str, words)], input=answers, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout + done.stderr


def test_what_is_signed_is_verified() -> None:
    signature = Signature.parse(sign(b"Air mati besok", KEY, COMMENT))
    signature.verify(KEY.public, b"Air mati besok")
    assert (signature.comment, signature.key_id, signature.prehashed) == (COMMENT, b"12345678", True)


def test_equal_input_gives_equal_bytes() -> None:
    assert sign(b"a", KEY, COMMENT) == sign(b"a", KEY, COMMENT)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_bit_changed_anywhere_is_seen(at: int, bit: int) -> None:
    content, file = b"Air mati besok", sign(b"Air mati besok", KEY, COMMENT, untrusted="")
    whole = bytearray(content + file)
    believed = len(content) + len(b"untrusted comment: news key\n")
    at = at % (len(whole) - len(b"untrusted comment: news key\n"))
    at += 0 if at < len(content) else believed - len(content)
    whole[at] ^= 1 << bit
    changed, signed = bytes(whole[: len(content)]), bytes(whole[len(content) :])
    try:
        found = Signature.parse(signed)
        found.verify(KEY.public, changed)
    except SignatureError:
        return
    # base64 of 74 bytes has four bits that mean nothing: what they say is what was signed
    assert (changed, found.value, found.comment) == (content, Signature.parse(file).value, COMMENT)


def test_another_key_of_the_same_id_is_no_key() -> None:
    other = SecretKey(KEY.id, bytes(32))
    with pytest.raises(SignatureError, match="signature_wrong"):
        Signature.parse(sign(b"a", other, COMMENT)).verify(KEY.public, b"a")


@pytest.mark.parametrize(
    "rubbish", [b"", b"\xff" * 300, b"untrusted comment: a\nRWQ=\ntrusted comment: b\nRWQ=\n", b"a\n" * 9_000]
)
def test_rubbish_is_no_signature(rubbish: bytes) -> None:
    with pytest.raises(SignatureError, match="no_signature"):
        Signature.parse(rubbish)


@pytest.mark.parametrize("password", [None, "", "bunga melati 7"])
def test_a_secret_key_is_read_as_it_was_written(password: str | None) -> None:
    file = KEY.file(password, memory=CHEAP)
    assert SecretKey.parse(file, password) == KEY
    assert SecretKey.parse(file.replace("\n", "\r\n"), password) == KEY


def test_a_wrong_password_is_told() -> None:
    file = KEY.file("benar", memory=CHEAP)
    with pytest.raises(PasswordError, match="password_wrong"):
        SecretKey.parse(file, "salah")
    with pytest.raises(PasswordError, match="password_needed"):
        SecretKey.parse(file)


@pytest.mark.parametrize(
    "rubbish", ["", "untrusted comment: a\nRWRT\n", KEY.file()[:-60] + "A" * 59 + "\n", KEY.public.file()]
)
def test_rubbish_is_no_secret_key(rubbish: str) -> None:
    with pytest.raises(SignatureError):
        SecretKey.parse(rubbish)


@pytest.mark.parametrize(
    ("text", "comment", "spare"),
    [
        ("{}", "", False),
        ("untrusted comment: spare key of Banggai\n{}\n", "spare key of Banggai", True),
        ("{} cadangan", "cadangan", True),
        ("{} berita", "berita", False),
    ],
)
def test_a_public_key_may_stand_alone_or_with_words(text: str, comment: str, spare: bool) -> None:
    key = PublicKey.parse(text.format(KEY.public))
    assert (key.id, key.point, key.comment, key.is_spare) == (KEY.id, KEY.public.point, comment, spare)


@pytest.mark.parametrize("rubbish", ["", "RWQ", f"{KEY.public}{KEY.public}", "A" * 56, "x" * 56])
def test_rubbish_is_no_public_key(rubbish: str) -> None:
    with pytest.raises(SignatureError):
        PublicKey.parse(rubbish)


@needs_minisign
@pytest.mark.parametrize("legacy", [False, True])
def test_the_program_signs_and_we_verify(tmp_path: Path, legacy: bool) -> None:
    content, secret, public = tmp_path / "feed-1.json", tmp_path / "a.key", tmp_path / "a.pub"
    content.write_bytes(b"{}")
    minisign("-G", "-W", "-p", public, "-s", secret)
    minisign("-S", *(["-l"] if legacy else []), "-s", secret, "-m", content, "-t", COMMENT)
    signature = Signature.parse(Path(f"{content}.minisig").read_bytes())
    signature.verify(PublicKey.parse(public.read_text("utf-8")), b"{}")
    assert (signature.prehashed, signature.comment) == (not legacy, COMMENT)
    ours = SecretKey.parse(secret.read_text("utf-8"))
    assert ours.public.name in public.read_text("utf-8")  # the program writes the name into its comment
    assert str(ours.public) == str(PublicKey.parse(public.read_text("utf-8")))


@needs_minisign
def test_we_sign_and_the_program_verifies(tmp_path: Path) -> None:
    content, public = tmp_path / "feed-1.json", tmp_path / "a.pub"
    content.write_bytes(b"{}")
    public.write_text(KEY.public.file(), "utf-8")
    (tmp_path / "latest.minisig").write_bytes(sign(b"{}", KEY, COMMENT))
    told = minisign("-V", "-p", public, "-m", content, "-x", tmp_path / "latest.minisig")
    assert COMMENT in told


@needs_minisign
@pytest.mark.parametrize("password", [None, "rahasia"])
def test_the_program_uses_our_secret_key(tmp_path: Path, password: str | None) -> None:
    content, secret, public = tmp_path / "a.txt", tmp_path / "a.key", tmp_path / "a.pub"
    content.write_bytes(b"isi")
    secret.write_text(KEY.file(password, memory=CHEAP), "utf-8")
    public.write_text(KEY.public.file(), "utf-8")
    minisign(
        "-S", *([] if password else ["-W"]), "-s", secret, "-m", content, answers=f"{password}\n" if password else ""
    )
    assert "verified" in minisign("-V", "-p", public, "-m", content)
