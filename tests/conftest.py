"""The one window of the whole run, and what each test finds as it was."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from deploy.compile_catalogues import compile_catalogues
from tests.support.slow_tests import function_of, is_whole_run, left_out
from tests.support.slowest_files import MOST, slowest_files
from tests.support.window import LARGEST, prepare_offscreen

if TYPE_CHECKING:
    from kiosk.app.pictures.offscreen import Canvas

prepare_offscreen()  # before any test imports Kivy
os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before any imports numpy: its threads would wait busily for each other


def pytest_configure(config: pytest.Config) -> None:
    """Compile what was translated since, as the set-up of a checkout does; where processes share the tests, once for all."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="all cases of slow tests")
    parser.addoption(
        "--long", action="store_true", help="as --all, and all of what some tests take a sample of otherwise"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the files that took longest, so that the next one that grows is seen."""
    reports = [
        each for kind in ("passed", "failed", "skipped", "", "error") for each in terminalreporter.getreports(kind)
    ]
    files = slowest_files((each.nodeid, each.duration) for each in reports if isinstance(each, pytest.TestReport))
    if len(files) == MOST:
        terminalreporter.section("slowest files, seconds")
        for seconds, file in files:
            terminalreporter.write_line(f"{seconds:6.1f} {file}")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether all is to be gone through, and not a sample of it."""
    return bool(request.config.getoption("--long"))


LONGEST_ID = 60  # characters of a parameter that name a test


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long texts and raw bytes name a test by what they are for: each process, and the next run, is to know it by the same name."""
    text = val.decode("latin-1") if isinstance(val, bytes) else val
    if isinstance(text, str) and (
        len(text) > LONGEST_ID or not text.isprintable() or not (val is text or text.isascii())
    ):
        return argname
    return None


# the files that take longest, the longest first, then what goes through a whole kiosk, what draws and what speaks; a test of
# any other takes a fraction of a second
LONG_FIRST = (
    "tests/faults/test_disk", "tests/drawn/test_drawn", "tests/walks/test_commands", "tests/deploy/test_panduan_kantor",
    "tests/content_cache/media/", "tests/content_cache/central/",
    "tests/campaigns/soak/", "tests/kiosk/alerts/test_forged", "tests/kiosk/ui/test_living",
    "tests/kiosk/ui/test_screens", "tests/kiosk/pages/alert/test_screen", "tests/walks/", "tests/hostile/", "tests/faults/",
    "tests/kiosk/speech/", "tests/stress/", "tests/kiosk/ui/", "tests/content_cache/refresh/", "tests/content_cache/behaviours/",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out most cases of slow tests in a run of the whole suite. Where several processes share the tests, none is to
    begin a long
    one when the others have come to their end."""
    if is_whole_run(config.args, config.rootpath) and not (config.getoption("--all") or config.getoption("--long")):
        slow = {
            function_of(item.nodeid): mark.kwargs["cases"]
            for item in items
            if (mark := item.get_closest_marker("slow"))
        }
        out = left_out([item.nodeid for item in items], slow)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in out])
        items[:] = [item for item in items if item.nodeid not in out]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: next((n for n, at in enumerate(LONG_FIRST) if item.nodeid.startswith(at)), 99))


@pytest.fixture(scope="session")
def canvas() -> Canvas:
    """Draws by software, as real as on a screen."""
    from kiosk.app.pictures.offscreen import Canvas

    return Canvas(LARGEST)


THRESHOLDS = 150_000, 10, 10  # of the collector: it looks through what is new less often than Python, or a kiosk, would


def pytest_collection() -> None:
    """All that comes while tests are found stays: to look through it, where they are compiled too, is a third of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """All tests and what they import stay to the end: Python's collector is to look through what a test makes alone, and less
    often. That is nearly half of the time of a test that draws."""
    _put_aside_what_is_there()


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    """A kiosk that has come to rest collects when it is told to only; the tests after it are to find what the first one found.

    It tells by its thresholds that it has put aside all there is. How much is put aside would not tell it: what pytest lets go
    of is less after each test, and to count it costs more than most tests."""
    yield
    if gc.get_threshold() != THRESHOLDS:
        gc.unfreeze()
        _put_aside_what_is_there()


def _put_aside_what_is_there() -> None:
    gc.set_threshold(*THRESHOLDS)
    gc.collect()
    gc.freeze()
    gc.enable()
