"""Short forms with several meanings: proposes the words of `senses/short_forms.tsv` for the tokens that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import Condition, condition
from kiosk.speech.indonesian.tokens import Token, tokens

SENSES = "kiosk.speech.indonesian.senses"
_WEIGHT = 1.0  # of a row, and of each condition that it names: the closer description wins
_JOINED = frozenset("@_\u2060")


class _Row(NamedTuple):
    """Row of the table: *form* is its tokens, the last one optional if *pointed*."""

    form: tuple[str, ...]
    pointed: bool
    any_case: bool
    exact: bool
    spaced: tuple[bool, ...]
    words: str
    conditions: tuple[Condition, ...]
    weight: float
    source: str


@cache
def _rows_by_token() -> Mapping[str, Sequence[_Row]]:
    """Return the rows by their first token in small letters."""
    table: dict[str, list[_Row]] = {}
    lines = (resources.files(SENSES) / "short_forms.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            forms, words, *rest = line.split("\t")
            conditions = tuple(map(condition, rest[0].split())) if rest else ()
            weight = float(rest[-1]) if len(rest) > 1 else _WEIGHT * (1 + len(conditions))
            for form in forms.split("|"):
                row = _short_form_row(form, words, conditions, weight, rest[0] if rest else "")
                table.setdefault(row.form[0].lower(), []).append(row)
    return table


def _short_form_row(form: str, words: str, conditions: tuple[Condition, ...], weight: float, told: str) -> _Row:
    bare = form.removesuffix("?").lstrip("~=")
    found = tokens(bare)
    return _Row(
        tuple(each.text for each in found),
        form.endswith("?"),
        form.startswith("~"),
        form.startswith("="),
        tuple(each.spaced for each in found),
        words,
        conditions,
        weight,
        f"{bare} {told}".strip(),
    )


def short_forms(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose the rows whose form stands in the text and whose conditions hold."""
    table = _rows_by_token()
    for start, token in enumerate(found):
        for row in table.get(token.low, ()):
            end = _end_of_form(row, found, start)
            if end and _stands_alone(row, found, start, end) and all(
                each.met(found, start, end) for each in row.conditions
            ):  # fmt: skip
                yield ChosenReading(start, end, row.words, -row.weight, row.source)


def _end_of_form(row: _Row, found: Sequence[Token], start: int) -> int:
    """Return the place behind the form; 0 if it is not there."""
    length = len(row.form)
    fits = _fits(row, found, start, length)
    if row.pointed and not fits:
        length -= 1
        fits = _fits(row, found, start, length)
    return start + length if fits else 0


def _fits(row: _Row, found: Sequence[Token], start: int, length: int) -> bool:
    if start + length > len(found):
        return False
    for step in range(length):
        token, wanted = found[start + step], row.form[step]
        if step and token.spaced != row.spaced[step]:
            return False
        if token.text == wanted:
            continue
        if row.exact:
            return False
        folded = row.any_case or (wanted.islower() and len(wanted) > 1 and token.text in (wanted, wanted.capitalize()))
        if not folded or token.low != wanted.lower():
            return False
    return True


def _stands_alone(row: _Row, found: Sequence[Token], start: int, end: int) -> bool:
    """Return whether no letter, digit or address touches the form; a number may, where the row asks for one."""
    if not row.form[0][0].isalnum() and row.form[-1] != "-":
        return True
    if start and not found[start].spaced:
        before = found[start - 1]
        touches = before.kind == "word" or before.text in _JOINED or (before.text == "." and len(row.form[0]) == 1)
        if touches or (before.kind == "number" and not _asks(row, "<")):
            return False
    if end < len(found) and not found[end].spaced and found[end - 1].kind != "sign":
        behind = found[end]
        if behind.kind == "number" and not _asks(row, ">"):
            return False
        if behind.text in "@_²³" or (behind.text == "." and end + 1 < len(found) and not found[end + 1].spaced):
            return False
    return end == len(found) or row.form[-1] not in "/-" or found[end].spaced is (row.form[-1] == "/")


def _asks(row: _Row, place: str) -> bool:
    return any(each.place == place and not each.contrary for each in row.conditions)
