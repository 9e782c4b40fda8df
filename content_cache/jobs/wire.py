"""MessagePack between a bounded child and its parent: what a task and an answer look like as bytes.

Both sides decode to the types that the function is annotated with, and to nothing else. The parent believes its child nothing: an
answer has limits (`limits.AnswerBytes`), and no kind of value in it can act, or be larger in memory than `answer` has room for.
"""

from __future__ import annotations

import importlib
import typing
from collections.abc import Callable
from types import FunctionType

import msgspec
from msgspec import Raw, Struct

from content_cache.jobs.limits import AnswerBytes
from content_cache.model.problems import Problem

LINES_BYTES = 20_000_000  # items of one answer as JSON: as much as a feed may have
LINE_BYTES = 1_000_000  # one item
MOST_LINES = 20_000  # items of one answer: a feed has 2,000, an index 60 messages of several warnings
HEAD_BYTES = 9
"""Length of an answer's head: one byte (1 for an error), then the lengths of its two parts, four bytes each in network
order.

The parts are the value and, for a struct that has some, its items (`lines`), one a line.
"""


class Confines(Struct, frozen=True, array_like=True):
    """Limits of a child. *rules* is the descriptor of a Landlock ruleset, *syscalls* a seccomp filter (b"" for none).

    With *threads* it may start threads of its own, though no process.
    """

    memory_bytes: int
    deadline_s: float
    parent: int
    niceness: int
    rules: int | None
    syscalls: bytes
    threads: bool = False


class ChildTask(Struct, frozen=True, array_like=True):
    """Function to call, by name; its result may be *answer_bytes* long. *reserving* are libraries to load before the limits
    hold.

    In the task's file it follows four bytes with its length. The packed arguments, which may be large, come after it.
    """

    confines: Confines
    function: str
    reserving: tuple[str, ...]
    answer_bytes: int


class ProgramTask(Struct, frozen=True, array_like=True):
    """Program of the system to run, with its arguments, and the descriptor *coming* for its standard input."""

    confines: Confines
    program: tuple[str, ...]
    coming: int


class Failure(Struct, frozen=True):
    """Error of a child: its class's name and the problem."""

    kind: str
    problem: Problem


def pack(value: object) -> bytes:
    """Return *value* as MessagePack. Times are written as text, so that they keep their offset.

    Raise TypeError, ValueError or OverflowError unless it is a plain value, struct, dataclass or named function.
    """
    return msgspec.msgpack.encode(msgspec.to_builtins(value, builtin_types=(bytes,), enc_hook=name_of))


def unpack_arguments(packed: memoryview, function: Callable[..., object]) -> list[object]:
    """Return the arguments that the parent packed, each of the type of its parameter."""
    kinds = [kind for name, kind in typing.get_type_hints(function).items() if name != "return"]
    given = msgspec.msgpack.decode(packed, type=list[Raw])  # fewer than there are parameters, where some have defaults
    return [
        msgspec.msgpack.decode(one, type=kind, dec_hook=_function_named)
        for one, kind in zip(given, kinds, strict=False)
    ]


def name_of(function: object) -> str:
    """Return the name by which the child finds *function*. Raise TypeError for anything but a function of a module."""
    if not isinstance(function, FunctionType) or "<" in function.__qualname__:
        raise TypeError(f"a child knows no {type(function).__name__}")
    return f"{function.__module__}:{function.__qualname__}"


def function_of(name: str) -> Callable[..., object]:
    """Return the function with this name (`name_of`). Call it in the child and its own parent alone."""
    module, _, path = name.partition(":")
    found: object = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return typing.cast("Callable[..., object]", found)


def _function_named(_kind: type, name: object) -> object:
    return function_of(str(name))


def answer_type(function: Callable[..., object]) -> tuple[typing.Any, int]:
    """Return the annotated return type of *function*, and the most bytes of its answer.

    Raise TypeError without an annotation: nothing may be decoded without a type.
    """
    kind = typing.get_type_hints(function, include_extras=True).get("return", typing.Any)
    if kind in (typing.Any, object):
        raise TypeError(f"{name_of(function)} is not annotated with what it returns")
    found = [one for one in typing.get_args(kind) if isinstance(one, AnswerBytes)]
    return kind, (found[0] if found else AnswerBytes()).most


def has_lines(kind: typing.Any) -> bool:
    """Return whether the type *kind* is, or may be, a struct whose items travel apart from it."""
    return "lines" in getattr(kind, "__struct_fields__", ()) or any(map(has_lines, typing.get_args(kind)))
