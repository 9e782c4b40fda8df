"""Common passwords, which are guessed first: one letter repeated, or an obvious word with little else. Pure."""

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
    """Return whether *password* is easily guessed. *name* is that of the person who chooses it, "" for several persons."""
    small = password.casefold()
    if len(set(small)) < 5:
        return True
    left = small
    for word in (*COMMON, *(part for part in name.casefold().split() if len(part) > 2)):
        left = left.replace(word, "")
    return len(left) < 4
