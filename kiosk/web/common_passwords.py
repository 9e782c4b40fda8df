"""Passwords that are tried first: one letter again and again, or a word that comes to everybody's mind and little else. Pure."""

from __future__ import annotations

COMMON = (
    "password",
    "passw0rd",
    "sandi",
    "rahasia",
    "diskominfo",
    "kominfo",
    "banggai",
    "luwuk",
    "qwerty",
    "12345",
    "11111",
    "admin",
)


def is_common(password: str, name: str = "") -> bool:
    """`name` is that of whoever chooses it, if one person does."""
    small = password.casefold()
    if len(set(small)) < 5:
        return True
    left = small
    for word in (*COMMON, *(part for part in name.casefold().split() if len(part) > 2)):
        left = left.replace(word, "")
    return len(left) < 4
