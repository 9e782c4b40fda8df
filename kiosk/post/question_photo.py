"""Photo of a question: the field `photo` of its line, a JPEG or PNG in base64. Pure.

It lies in the sealed envelope of its question, and goes with it. A program that does not know the field passes it over."""

from __future__ import annotations

import base64
import binascii

MOST_PHOTO = 150_000
"""Most bytes of a photo: with the base64 of it a question still fits its envelope."""
_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def photo_text(photo: bytes) -> str:
    """Return the value of the field. Raise ValueError for what no reader would take."""
    if not photo_type(photo) or len(photo) > MOST_PHOTO:
        raise ValueError("no photo of a question")
    return base64.b64encode(photo).decode("ascii")


def read_photo(value: object) -> bytes:
    """Return the photo that the field's *value* holds; b"" if it holds none. A kiosk may have been taken over."""
    if not isinstance(value, str) or not value or len(value) > 2 * MOST_PHOTO:
        return b""
    try:
        photo = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return photo if photo_type(photo) and len(photo) <= MOST_PHOTO else b""


def photo_type(photo: bytes) -> str:
    """Return the media type by the first bytes; "" for any other file."""
    return next((kind for mark, kind in _TYPES.items() if photo.startswith(mark)), "")
