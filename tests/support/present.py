"""What a test expects to be there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
Kind = TypeVar("Kind")


def present(value: T | None) -> T:
    """The value, which is not None; None fails the test here."""
    assert value is not None
    return value


def of(kind: type[Kind], value: object) -> Kind:
    """The value, which is of this kind; anything else fails the test here."""
    assert isinstance(value, kind), value
    return value


def all_of(kind: type[Kind], values: Iterable[object]) -> tuple[Kind, ...]:
    """The values, each of which is of this kind."""
    return tuple(of(kind, value) for value in values)
