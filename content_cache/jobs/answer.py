"""Answer of a bounded child, read by its parent with care: a hostile feed may have taken the child over."""

from __future__ import annotations

import functools
import mmap
import sys
import typing
from collections.abc import Callable, Iterator
from typing import IO, Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr, replace

from content_cache.jobs.wire import HEAD_BYTES, LINE_BYTES, LINES_BYTES, MOST_LINES, Failure, answer_type, has_lines
from content_cache.model.errors import CacheError, Code, FormatError, HtmlPageError, OlderError, SignatureError
from content_cache.model.problems import Detail, Problem

T = TypeVar("T")

FAILURE_BYTES = 64_000
MEMORY_BYTES = 60_000_000  # for an answer in its parent, including the answer's file
_UNPACKED = 24  # times as much as it is packed: of the smallest structs, measured
_MOST_PARTS = 100_000  # values of one answer among which there may be problems
_MOST_TOLD = 500  # characters of a detail of a problem

# a reader may not raise errors about a host or the store: a source would be gone for good, or a store repaired
_ERRORS = {kind.__name__: kind for kind in (CacheError, FormatError, HtmlPageError, SignatureError, OlderError)}


class NoAnswerError(Exception):
    """Error for an incomplete answer of a child."""


def file_bytes(function: Callable[..., object]) -> int:
    """Return the most bytes that the answer file of *function* may have. Raises TypeError as `answer_type` does."""
    kind, most = answer_type(function)
    return HEAD_BYTES + max(most, FAILURE_BYTES) + (LINES_BYTES if has_lines(kind) else 0)


def read_answer(answer: IO[bytes], function: Callable[..., T]) -> T:
    """Return the result of *function*, if it is of the annotated type.

    Raise the CacheError that the function raised; CacheError with CHILD_ANSWER for a malformed answer; NoAnswerError for an
    incomplete one.
    """
    kind, most = answer_type(function)
    with mmap.mmap(answer.fileno(), 0, access=mmap.ACCESS_READ) as file:
        failed = file[0] == 1
        value, apart = (int.from_bytes(file[at : at + 4], "big") for at in (1, 5))
        if file[0] > 1 or not value:
            raise NoAnswerError
        if value > (FAILURE_BYTES if failed else most) or HEAD_BYTES + value + apart > len(file):
            raise CacheError(Code.CHILD_ANSWER, name=f"{value} bytes, {apart} of items")
        packed = file[HEAD_BYTES : HEAD_BYTES + value]
        if failed:
            raise _error_of(_decoded(packed, Failure))
        result = _decoded(packed, kind)
        if apart:
            room = MEMORY_BYTES - _UNPACKED * value - apart
            lines = tuple(_item_lines(file, HEAD_BYTES + value, HEAD_BYTES + value + apart, room))
            if "lines" not in getattr(result, "__struct_fields__", ()):
                raise CacheError(Code.CHILD_ANSWER, name="items")
            result = replace(result, lines=lines)
        return result  # type: ignore[no-any-return]


def _decoded(packed: bytes, kind: Any) -> Any:
    try:
        value = msgspec.msgpack.decode(packed, type=kind)
        _make_printable(value)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise CacheError(Code.CHILD_ANSWER, name=ascii(str(error))[:300]) from error
    return value


def _error_of(failure: Failure) -> CacheError:
    kind = _ERRORS.get(failure.kind)
    if kind is None:
        return CacheError(Code.CHILD_ANSWER, name=ascii(failure.kind)[:300])
    error = kind(Code.OTHER, text="")  # placeholder, replaced below
    error.problem = failure.problem
    error.args = (failure.problem.code,)
    return error


def _item_lines(file: mmap.mmap, start: int, end: int, room: int) -> Iterator[str]:
    """Yield the items one by one, because text in other scripts takes up to four times as much memory as in the file."""
    for _ in range(MOST_LINES):
        found = file.find(b"\n", start, end)
        stop = end if found < 0 else found
        try:
            line = str(file[start : min(stop, start + LINE_BYTES + 1)], "utf-8")
        except UnicodeDecodeError as error:
            raise CacheError(Code.CHILD_ANSWER, name="no UTF-8") from error
        room -= sys.getsizeof(line)
        if stop - start > LINE_BYTES or room < 0:
            raise CacheError(Code.RESULT_TOO_LARGE, megabytes=MEMORY_BYTES // 1_000_000)
        yield line
        if found < 0:
            return
        start = found + 1
    raise CacheError(Code.CHILD_ANSWER, name=f"more than {MOST_LINES} items")


def _make_printable(value: Any) -> None:
    """Make the details of problems in *value* printable and short, since people read them. Raise ValueError for too many
    problems."""
    left, count = [value], 0
    while left:
        part = left.pop()
        count += 1
        if count > _MOST_PARTS:
            raise ValueError("more than an answer holds")
        if isinstance(part, tuple | list):
            left += (one for one in part if isinstance(one, Struct | tuple | list))
            continue
        if isinstance(part, Problem):
            force_setattr(part, "code", _short_line(part.code))
            force_setattr(
                part, "details", {_short_line(name): _short_line(said) for name, said in part.details.items()}
            )
        left += (getattr(part, name) for name in _fields_with_problems(part.__class__))


@functools.cache
def _fields_with_problems(kind: type) -> tuple[str, ...]:
    """Return the names of a struct's fields that may hold a problem, so that huge fields without any are skipped."""
    if not isinstance(kind, type) or not issubclass(kind, Struct):
        return ()
    return tuple(name for name, said in typing.get_type_hints(kind).items() if _may_hold_problem(said))


def _may_hold_problem(kind: Any) -> bool:
    return kind is Problem or bool(_fields_with_problems(kind)) or any(map(_may_hold_problem, typing.get_args(kind)))


def _short_line(said: Detail) -> Any:
    if not isinstance(said, str):
        return said
    return "".join(c if c.isprintable() else "?" for c in " ".join(said[: 2 * _MOST_TOLD].split()))[:_MOST_TOLD]
