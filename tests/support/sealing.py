"""An office that seals private answers, and the kiosk that opens them: real keys."""

from __future__ import annotations

from nacl.signing import SigningKey

from kiosk.office.editions import sealing
from tests.content_cache.central.office import OfficePC

TITLE, TEXT = "Jawaban pertanyaan {number}", "Jawaban ini disegel."


def key_of(kiosk: str) -> SigningKey:
    return SigningKey(kiosk.encode().ljust(32, b"."))


def sealing_to(office: OfficePC, *kiosks: str, keys: dict[str, SigningKey] | None = None) -> None:
    """The office knows these kiosks."""
    known = keys or {kiosk: key_of(kiosk) for kiosk in kiosks}
    public = {kiosk: bytes(key.verify_key) for kiosk, key in known.items()}
    path = office.folder / sealing.FILE
    path.write_bytes(sealing.sealed_content(TITLE, TEXT, public, path.read_bytes() if path.exists() else b""))
