"""Answers of a child that was taken over: whatever bytes it leaves, they cost its parent little and are believed nothing."""

from __future__ import annotations

import ast
import ctypes
import importlib
import inspect
import os
import struct
import time
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Struct

from content_cache.jobs.answer import MEMORY_BYTES
from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.sandbox import run_bounded
from content_cache.jobs.wire import LINE_BYTES, LINES_BYTES, MOST_LINES, answer_type
from content_cache.model.changes import read_back
from content_cache.model.errors import CacheError, Code, FormatError, GoneError, SignatureError, StoreError
from content_cache.model.items import NewsItem, Occurrence
from content_cache.model.problems import Problem
from content_cache.refresh.read_job import ReadFeed

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a reader that was taken over answers with 60 MB of nonsense, arrays in arrays, lengths of gigabytes, "
        "numbers of one hash as keys, endlessly, half",
        "MessagePack of the type in the function's signature, at most as long as is said there; the file of "
        "the answer is sealed at that; items count by what they take in memory: 64 MB and 0.5 s of its parent "
        "at most",
    ),
    pytest.mark.attack(
        "what comes in",
        "a reader that was taken over says that a source is gone, or the store full",
        "of errors only those are believed that a reader can have",
    ),
]


ROOT = Path(__file__).parents[3]
MOST_CPU_S, MOST_BYTES = 0.5, 64_000_000


def head(value: int, apart: int = 0, *, failed: int = 0) -> bytes:
    return struct.pack(">BII", failed, value, apart)


def whole(value: bytes, apart: bytes = b"", *, failed: int = 0) -> bytes:
    return head(len(value), len(apart), failed=failed) + value + apart


def many(field: bytes, one: bytes, room: int = AnswerBytes().most) -> bytes:
    """A ReadFeed with as many of the smallest values in a field as its limit lets in."""
    count = (room - 100) // len(one)
    return b"\x81" + msgspec.msgpack.encode(field.decode()) + b"\xdd" + struct.pack(">I", count) + one * count


def details(keys: Iterator[bytes]) -> bytes:
    found = list(keys)
    told = b"\xdf" + struct.pack(">I", len(found)) + b"".join(key + b"\x01" for key in found)
    return b"\x81\xa5notes\x91\x82\xa4code\xa1a\xa7details" + told


EMPTY = msgspec.msgpack.encode({})
SMILE = "\U0001f600".encode()
ATTACKS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "half a head": lambda: head(100)[:4],
    "half an answer": lambda: head(100) + EMPTY,
    "arrays in arrays": lambda: whole(b"\x91" * 400_000),
    "arrays in arrays, where problems may be": lambda: whole(b"\x81\xa5notes" + b"\x91" * 400_000),
    "arrays in arrays, where nobody looks": lambda: whole(b"\x81\xa1x" + b"\x91" * 400_000),
    "maps in maps": lambda: whole(b"\x81\xa1x" * 100_000),
    "causes of causes": lambda: whole(b"\x81\xa5notes\x91" + b"\x82\xa4code\xa1a\xa6causes\x91" * 20_000),
    "an array of four thousand million": lambda: whole(b"\x81\xa5notes\xdd\xff\xff\xff\xff"),
    "a map of four thousand million": lambda: whole(b"\xdf\xff\xff\xff\xff"),
    "a text of four gigabytes": lambda: whole(b"\x81\xa5lines\x91\xdb\xff\xff\xff\xff"),
    "bytes of four gigabytes": lambda: whole(b"\x81\xa1x\xc6\xff\xff\xff\xff"),
    "an extension of four gigabytes": lambda: whole(b"\x81\xa4hint\xc9\xff\xff\xff\xff\x01"),
    "a time of no year": lambda: whole(b"\x81\xa4hint\xc7\x0c\xff" + b"\xff" * 12),
    "the smallest problems": lambda: whole(many(b"notes", b"\x81\xa4code\xa0")),
    "the smallest links": lambda: whole(many(b"follow", b"\x81\xa3url\xa0")),
    "the smallest texts": lambda: whole(many(b"withdrawn", b"\xa2ab")),
    "keys that are numbers of one hash": lambda: whole(
        details(b"\xcf" + struct.pack(">Q", (n + 1) * (2**61 - 1) % 2**64) for n in range(20_000))
    ),
    "keys without end": lambda: whole(details(b"\xa6%06d" % n for n in range(60_000))),
    "more than its function may": lambda: whole(many(b"withdrawn", b"\xa2ab", 600_000)),
    "sixty megabytes of nonsense": lambda: b"}" * 60_000_000,
    "sixty megabytes that are said to be items": lambda: whole(EMPTY, b"}" * 60_000_000),
    "one item of twenty megabytes": lambda: whole(EMPTY, b"}" * (LINES_BYTES - 1)),
    "items without end": lambda: whole(EMPTY, b"\n" * (LINES_BYTES - 1)),
    "items of wide letters": lambda: whole(EMPTY, b"\n".join([SMILE + b"a" * (LINE_BYTES - 10)] * 19)),
    "items that are no text": lambda: whole(EMPTY, b"\xff\n" * 1_000),
    "the same key a hundred thousand times": lambda: whole(b"\xde\xff\xff" + b"\xa4hint\x01" * 65_535),
    "an error of a great size": lambda: whole(many(b"notes", b"\xa2ab"), failed=1),
    "an error of no kind": lambda: whole(
        msgspec.msgpack.encode({"kind": "SystemExit", "problem": {"code": "a"}}), failed=1
    ),
    "an error that nests": lambda: whole(
        b"\x82\xa4kind\xaaCacheError\xa7problem" + b"\x82\xa4code\xa1a\xa6causes\x91" * 3_000, failed=1
    ),
    "what is neither": lambda: whole(EMPTY, failed=2),
}


def answer_file() -> int:
    """Return the descriptor that the process's answer goes to."""
    for number in range(3, 64):
        with suppress(OSError):
            if "memfd:answer" in str(Path(f"/proc/self/fd/{number}").readlink()):
                return number
    raise AssertionError


def attack(name: str) -> ReadFeed:
    """Leave those bytes for an answer, as far as they are taken, and end well."""
    content = memoryview(ATTACKS[name]())
    with suppress(OSError):  # no more fits in
        while content:
            content = content[os.write(answer_file(), content[:100_000]) :]
    os._exit(0)


def peak_bytes() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError


@pytest.mark.slow(cases=10)
@pytest.mark.parametrize("name", ATTACKS)
def test_bytes_of_a_hijacked_child_cost_little_and_are_refused(name: str) -> None:
    with suppress(CacheError):
        run_bounded(attack, "nothing", deadline=60)  # all that is loaded once
    Path("/proc/self/clear_refs").write_text("5")  # from now on the peak is counted anew (proc(5))
    before, since = peak_bytes(), time.thread_time()
    refused = said = ""
    try:
        run_bounded(attack, name, deadline=60)
    except CacheError as error:
        refused, said = error.problem.code, str(error)
    assert time.thread_time() - since < MOST_CPU_S
    assert peak_bytes() - before < MOST_BYTES
    assert len(said) < 1_000
    assert name in HARMLESS or refused in {Code.CHILD_ANSWER, Code.CHILD_DIED, Code.RESULT_TOO_LARGE}


HARMLESS = {
    "the smallest problems",
    "the smallest links",
    "the smallest texts",
    "keys without end",
}  # of the right type
HARMLESS |= {"the same key a hundred thousand times"}


@pytest.mark.parametrize(
    "line",
    ["[" * (LINE_BYTES - 1), '{"a":' * 200_000, '{"kind":"news","priority":' + "9" * 900_000 + "}", "[[]," * 200_000],
    ids=["lists", "objects", "digits", "little lists"],
)
def test_an_item_of_nonsense_is_one_line_that_was_broken(line: str) -> None:
    Path("/proc/self/clear_refs").write_text("5")
    before, since = peak_bytes(), time.thread_time()
    with pytest.raises(FormatError, match=Code.LINE_BROKEN):
        read_back([line], lambda item: item)
    assert time.thread_time() - since < MOST_CPU_S
    assert peak_bytes() - before < MOST_BYTES


def endless() -> ReadFeed:
    while True:
        os.write(answer_file(), bytes(1_000_000))


def test_an_answer_without_end_ends_where_its_room_does() -> None:
    with pytest.raises(CacheError, match="PermissionError"):
        run_bounded(endless, deadline=30)


def answer_and_die() -> ReadFeed:
    os.write(answer_file(), whole(EMPTY))
    ctypes.string_at(0)
    return ReadFeed()


def half() -> ReadFeed:
    os.write(answer_file(), head(100) + EMPTY)
    os._exit(1)


@pytest.mark.parametrize("ending", [answer_and_die, half])
def test_who_ends_badly_has_said_nothing(ending: Callable[[], ReadFeed]) -> None:
    with pytest.raises(CacheError, match="child_died"):
        run_bounded(ending, deadline=30)


def with_items(lines: tuple[str, ...]) -> ReadFeed:
    return ReadFeed(lines=lines, withdrawn=("a",))


def test_items_come_back_as_they_are() -> None:
    lines = ('{"a":"é\U0001f600"}', '{"b":1}')
    assert run_bounded(with_items, lines, deadline=30) == ReadFeed(lines=lines, withdrawn=("a",))
    assert run_bounded(with_items, ("{}",) * MOST_LINES, deadline=30).lines == ("{}",) * MOST_LINES


def too_long() -> str:
    return "a" * 600_000


def long() -> Annotated[str, AnswerBytes(700_000)]:
    return "a" * 600_000


def test_how_long_an_answer_may_be_stands_in_its_functions_signature() -> None:
    with pytest.raises(CacheError, match=r"result_too_large \(megabytes=1\)"):
        run_bounded(too_long, deadline=30)
    assert run_bounded(long, deadline=30) == "a" * 600_000


def untyped(value: object) -> object:
    return value


def test_nothing_is_decoded_that_has_no_type() -> None:
    with pytest.raises(TypeError, match="not annotated"):
        run_bounded(untyped, 1, deadline=30)


def tell_of_a_host() -> None:
    raise GoneError(410)


def tell_of_the_store() -> None:
    raise StoreError(Code.STORE_FULL, path="/")


def tell_of_something_else() -> None:
    error = FormatError(Code.NO_FEED)
    error.problem = Problem(5)  # type: ignore[arg-type]
    raise error


def answer_with_another_type() -> Occurrence:
    return Occurrence("not a date", 5)  # type: ignore[arg-type]


def answer_with_another_struct() -> Occurrence:
    return NewsItem(id="1", source="a", title="Judul")  # type: ignore[return-value]


class Opaque:
    """No kind of value that travels."""


def answer_with_an_object() -> None:
    return Opaque()  # type: ignore[return-value]


def answer_with_a_number_without_end() -> tuple[int, ...]:
    return (10**100_000,)


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "answer",
    [
        tell_of_a_host,
        tell_of_the_store,
        tell_of_something_else,
        answer_with_another_type,
        answer_with_another_struct,
        answer_with_an_object,
        answer_with_a_number_without_end,
    ],
)
def test_an_answer_is_what_a_reader_may_say(answer: Callable[[], object]) -> None:
    """A source would be gone for good, the store mended, or the refresher stumble over a value of another type."""
    with pytest.raises(CacheError, match="child_answer"):
        run_bounded(answer, deadline=30)


def tell_at_length() -> None:
    raise FormatError(Code.NO_FEED, reason="\x1b[2J\n" + "x" * 10_000 + "\ud800")


def test_what_is_told_to_people_is_one_short_line() -> None:
    with pytest.raises(FormatError) as raised:
        run_bounded(tell_at_length, deadline=30)
    said = raised.value.problem.details["reason"]
    assert isinstance(said, str)
    assert said.startswith("?[2J xxx")
    assert len(said) <= 500


def refuse(code: str) -> None:
    raise SignatureError(
        next(row for row in Code if row == code), Problem("cause", {"count": 1}), reason="\ud800", number=1
    )


def test_errors_come_back_as_code_details_and_causes() -> None:
    with pytest.raises(SignatureError) as raised:
        run_bounded(refuse, str(Code.KEYS_OLDER), deadline=30)
    expected = Problem(str(Code.KEYS_OLDER), {"reason": "?", "number": 1}, (Problem("cause", {"count": 1}),))
    assert raised.value.problem == expected


# --- what travels in the product


def sources() -> Iterator[Path]:
    for room in ("kiosk", "content_cache"):
        yield from (ROOT / room).rglob("*.py")


def test_nothing_that_makes_objects_of_bytes_is_imported() -> None:
    acting = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "multiprocessing"}
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [(path, name) for name in names if name.partition(".")[0] in acting]
    assert not found


BOUNDED = (
    "content_cache.refresh.read_job:read_body",
    "content_cache.refresh.read_job:read_linked",
    "content_cache.central.edition_reader:read_edition",
    "content_cache.central.edition_reader:read_files",
    "content_cache.central.bundle_job:verify",
    "content_cache.central.bundle_job:copy",
    "content_cache.media.convert:convert",
    "content_cache.media.convert:crop",
    "content_cache.media.pages:draw",
    "content_cache.media.films:examine",
    "content_cache.media.film_making:make_of",
    "content_cache.media.film_making:copy_of",
    "content_cache.media.subtitles:cues",
    "content_cache.ocr.reader:prepare",
    "content_cache.ocr.reader:assemble",
    "content_cache.jobs.captivity:what_holds",
    "kiosk.content.film.decoder:decode",
    "kiosk.office.calendars.calendars:read_calendar",
    "kiosk.office.inbox.text:read_letter",
)


def kinds_in(kind: Any) -> Iterator[Any]:
    yield kind
    inner = typing.get_args(kind)
    if inspect.isclass(kind) and issubclass(kind, Struct):
        inner = tuple(hint for hint in typing.get_type_hints(kind).values() if "Problem" not in str(hint))
    for one in inner:
        yield from kinds_in(one)


@pytest.mark.parametrize("name", BOUNDED)
def test_each_bounded_function_has_a_type_of_plain_values_to_answer_with(name: str) -> None:
    module, _, function = name.partition(":")
    kind, most = answer_type(getattr(importlib.import_module(module), function))
    msgspec.msgpack.Decoder(kind)
    assert 24 * most < MEMORY_BYTES or "Meta" in str(kind)
    for part in kinds_in(kind):
        assert part not in (Any, object)
        if typing.get_origin(part) is dict:  # numbers as keys can have one hash
            assert typing.get_args(part)[0] is str
