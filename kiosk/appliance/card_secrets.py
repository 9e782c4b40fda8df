"""Secrets in the text of a kiosk.toml: found, and covered without moving anything else. Pure.

A secret is covered by a comment of the same length. So only one sector of a file changes, and no table of the FAT file
system: there is nothing that a power cut could tear."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SECRETS = ("wifi.password", "technician.pin", "reports.token")
_HEADER = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]\s*(?:#.*)?\r?$")
_LINE = re.compile(
    r"""\s*(?P<pair>(?P<key>\#?[A-Za-z0-9_.-]+)\s*=\s*(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|\d+))\s*(?:\#.*)?\r?$"""
)
_COVER = "# dipindahkan ke dalam kios"


@dataclass(frozen=True, slots=True)
class Secret:
    """Secret in a text. `path` is its key, `value` its value; `start` and `end` are where key and value stand in the
    text. `half` says that the power failed when only the first letter was covered."""

    path: str
    value: str
    start: int
    end: int
    half: bool = False


def find_secrets(text: str) -> list[Secret]:
    """Return the secrets on lines of their own that have a value. Raise ValueError if *text* is no TOML.

    The list is empty if covering them would change other content, because a secret stands inside a longer value."""
    found = [secret for secret in _secrets(text) if secret.value]
    return found if tomllib.loads(covered(text, found)) == without(tomllib.loads(text), found) else []


def _secrets(text: str) -> Iterator[Secret]:
    section, offset = "", 0
    for line in text.split("\n"):
        if header := _HEADER.match(line):
            section = f"{header[1]}."
        elif re.match(r"\s*\[", line):
            section = "?."  # an array of tables, or a table inside one: no secrets there
        elif pair := _LINE.match(line):
            path, half = section + pair["key"], False
            if pair["key"].startswith("#"):
                path, half = next((known for known in SECRETS if _half(known) == path), ""), True
            if path in SECRETS:
                value = str(tomllib.loads(f"value = {pair['value']}")["value"])
                yield Secret(path, value, offset + pair.start("pair"), offset + pair.end("pair"), half)
        offset += len(line) + 1


def _half(path: str) -> str:
    section, _, key = path.partition(".")
    return f"{section}.#{key[1:]}"


def covered(text: str, secrets: list[Secret]) -> str:
    """Return *text*, a kiosk.toml, with a comment of the same length over each of *secrets*."""
    for secret in secrets:
        text = text[: secret.start] + cover_of(secret) + text[secret.end :]
    return text


def cover_of(secret: Secret) -> str:
    length = secret.end - secret.start
    return _COVER[:length].ljust(length)


def without(tables: Mapping[str, Any], secrets: list[Secret]) -> dict[str, Any]:
    """Return *tables* as TOML would give them once *secrets* are covered."""
    left = {name: dict(table) if isinstance(table, Mapping) else table for name, table in tables.items()}
    for secret in secrets:
        if secret.half:
            continue  # it is a comment already
        name, _, key = secret.path.partition(".")
        table = left.get(name)
        if isinstance(table, dict):
            table.pop(key, None)
    return left


def left_over(tables: Mapping[str, Any], secrets: list[Secret]) -> list[str]:
    """Return the keys of secrets that are set, but do not stand on a line of their own."""
    found = {secret.path for secret in secrets if not secret.half}
    return [path for path in SECRETS if path not in found and value_of(tables, path)]


def value_of(tables: Mapping[str, Any], path: str) -> str:
    """Return the value with the key *path* as text, "" if there is none."""
    name, _, key = path.partition(".")
    table = tables.get(name)
    value = table.get(key, "") if isinstance(table, Mapping) else ""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
