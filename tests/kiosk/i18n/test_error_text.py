from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import content_cache
from kiosk.i18n.error_text import explain

# of the program itself, not of a source: nobody at the kiosk reads them
_INTERNAL = ("errors.py", "store", "schema", "migrations", "mending", "salvage", "rows", "lock", "codec", "signing")
_RAISED = ("FetchError", "UnreachableError", "DeadlineError", "TooLargeError", "AddressError", "HttpStatusError", "GoneError",
           "LoginNeededError", "FormatError", "HtmlPageError")  # fmt: skip


def messages() -> Iterator[str]:
    """Every message of an error about a source in the cache's code, "7" for what is filled in."""
    for path in Path(content_cache.__file__).parent.rglob("*.py"):
        if path.name.startswith(_INTERNAL):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAISED and node.args:
                match node.args[0]:
                    case ast.Constant(str(text)):
                        yield text
                    case ast.JoinedStr(parts):
                        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)


FOUND = sorted(set(messages()))


def test_the_messages_of_the_cache_are_found() -> None:
    assert len(FOUND) > 25


@pytest.mark.parametrize("message", FOUND)
def test_each_error_about_a_source_has_indonesian_words(message: str) -> None:
    assert explain(message) != message
    assert "\n" not in explain(message)


def test_details_are_kept() -> None:
    assert (
        explain("the host answered HTTP 500")
        == "server sedang bermasalah (HTTP 500); dicoba lagi nanti dengan sendirinya"
    )
    assert explain("banggai.go.id cannot be reached: Connection refused").startswith("banggai.go.id tidak terjangkau")
    assert explain("something nobody has seen") == "something nobody has seen"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Connection refused", "menolak sambungan"),
        ("Name or service not known", "nama ini tidak dikenal"),
        ("No address associated with hostname", "nama ini tidak dikenal"),
        ("Temporary failure in name resolution", "DNS"),
        ("Network is unreachable", "tidak ada jaringan ke sana"),
        ("No route to host", "tidak ada jaringan ke sana"),
        ("no answer within 60 s", "tidak ada jawaban"),
        ("Connection timed out", "tidak ada jawaban"),
    ],
)
def test_why_a_host_cannot_be_reached_is_told_in_indonesian(reason: str, words: str) -> None:
    told = explain(f"banggai.go.id cannot be reached: {reason}")
    assert told.startswith("banggai.go.id tidak terjangkau: ")
    assert words in told
    assert reason not in told
