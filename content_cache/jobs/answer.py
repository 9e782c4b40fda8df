"""What a bounded child answered: read by its parent, as the word of a process that a hostile feed may have taken over."""

from __future__ import annotations

import os
import pickle
import typing
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import datetime
from enum import Enum
from typing import IO, Any, TypeGuard, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from content_cache.jobs.captive import RESULT_BYTES
from content_cache.model.errors import CacheError, Code, FetchError, StoppedError, StoreError
from content_cache.model.problems import Detail, Problem

T = TypeVar("T")

_MOST_PARTS = 1_000_000  # values of one answer: an edition has some 20,000
_MOST_TOLD = 500  # characters of a detail of a problem


def read_answer(answer: IO[bytes]) -> tuple[Any, CacheError | None]:
    """What was written, believed to be nothing but two values. Raises CacheError, and what pickle raises for what is none."""
    if os.fstat(answer.fileno()).st_size > RESULT_BYTES:
        raise CacheError(Code.RESULT_TOO_LARGE, megabytes=RESULT_BYTES // 1_000_000)
    answer.seek(0)
    result, error = _Unpickler(answer).load()
    if error is None:
        return result, None
    # what says something of a host or of the store is not a reader's to say: a source would be gone for good, or mended
    if not isinstance(error, CacheError) or isinstance(error, FetchError | StoreError | StoppedError):
        raise CacheError(Code.CHILD_ANSWER, name=type(error).__name__)
    told = type(error).__new__(type(error))
    told.problem, told.source = _checked(error.problem, Problem), ""
    told.args = (told.problem.code,)
    return None, told


def of_type(result: Any, function: Callable[..., T]) -> T:
    """The answer, when it is what the function says that it returns. Raises CacheError."""
    said = typing.get_type_hints(function).get("return", Any)
    return result if said in (Any, object) else _checked(result, said)  # type: ignore[no-any-return]


def _checked(value: Any, kind: Any) -> Any:
    try:
        _bound(value)
        plain = msgspec.to_builtins(value, builtin_types=(bytes, datetime))
        return msgspec.convert(plain, kind, builtin_types=(bytes, datetime))
    except (msgspec.ValidationError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CacheError(Code.CHILD_ANSWER, name=ascii(str(error))[:300]) from error


def _bound(value: Any) -> None:
    """Raises ValueError for what is small in a file and large once it is unfolded: a pickle may name one part a million times, and
    have two of it in each of the next. Details of problems, which are told to people, are made printable and short."""
    left, room = [value], RESULT_BYTES
    count = 0
    while left:
        part = left.pop()
        count += 1
        room -= len(part) if isinstance(part, str | bytes) else 0
        if count > _MOST_PARTS or room < 0:
            raise ValueError("more than an answer holds")
        if isinstance(part, int) and abs(part) >= 1 << 64:
            raise ValueError("a number that is none")
        if isinstance(part, Problem):
            force_setattr(part, "details", {_told(name): _told(said) for name, said in part.details.items()})
        left += _parts_of(part)


def _parts_of(part: Any) -> Iterator[Any]:
    if isinstance(part, tuple | list | set | frozenset):
        yield from part
    elif isinstance(part, dict):
        yield from part.keys()
        yield from part.values()
    elif isinstance(part, Struct):
        yield from (getattr(part, name) for name in part.__struct_fields__)
    elif is_dataclass(part):
        yield from (getattr(part, name) for name in part.__dataclass_fields__)


def _told(said: Detail) -> Any:
    if not isinstance(said, str):
        return said
    return "".join(c if c.isprintable() else "?" for c in " ".join(said[: 2 * _MOST_TOLD].split()))[:_MOST_TOLD]


class _Unpickler(pickle.Unpickler):
    """Reads what may have been written by a process that a hostile feed took over: classes of data, and nothing that acts."""

    _PLAIN = frozenset(
        (
            ("datetime", "datetime"),
            ("datetime", "timedelta"),
            ("datetime", "timezone"),
            ("content_cache.model.errors", "_rebuild"),
        )
    )

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self._structs: set[Callable[..., Struct]] = set()

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("msgspec._utils", "rebuild"):
            return self._rebuilt
        found = super().find_class(module, name) if module.startswith(("content_cache.", "datetime")) else None
        if (module, name) in self._PLAIN:
            return found
        if not _is_data(found):
            raise CacheError(Code.CHILD_ANSWER, name=f"{module}.{name}"[:300])
        if hasattr(found, "__setstate__"):
            return found  # errors, frozen dataclasses: a class would not take what is meant for its instance
        maker: Callable[..., Any] = _maker_of(found)
        if issubclass(found, Struct):
            self._structs.add(maker)
        return maker

    def _rebuilt(self, kind: Callable[..., Struct], values: dict[str, Any]) -> Struct:
        """In place of msgspec's own for structs with keyword-only fields, which calls whatever it is given."""
        if kind not in self._structs:
            raise CacheError(Code.CHILD_ANSWER, name=repr(kind)[:300])
        return kind(**values)


def _is_data(found: object) -> TypeGuard[type]:
    """A class of content_cache that holds data. What its modules merely import (Struct, Enum) makes classes, and is none."""
    if not isinstance(found, type) or not found.__module__.startswith("content_cache."):
        return False
    return is_dataclass(found) or issubclass(found, Struct | Enum | CacheError)


def _maker_of(kind: type[T]) -> Callable[..., T]:
    """Stands in for a class: an answer may set attributes of what it names (pickle's BUILD), and a class's would stay."""
    return lambda *args, **values: kind(*args, **values)
