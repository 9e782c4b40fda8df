"""All tests in several processes that share what one has collected: pytest -p tests.support.shared_run --shared 6

Each process of pytest-xdist finds and imports all tests for itself: six of them are busy with it for half a minute before the first
test begins. Here one process does it and then forks; those that it forks take one file of tests after another.

Kivy opens its window when it is imported, and a process that is forked cannot draw in a window that it has not opened: the process
that collects leaves it closed.
"""

from __future__ import annotations

import builtins
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Iterator
from itertools import groupby
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

_WINDOW = pytest.StashKey["ClosedWindow"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", type=int, default=0, help="run in so many processes that share what is collected")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if early_config.known_args_namespace.shared:
        early_config.stash[_WINDOW] = window = ClosedWindow()
        early_config.pluginmanager.register(window)


class ClosedWindow:
    """Kivy's, which is not opened at its import but in each process of its own."""

    def __init__(self) -> None:
        self._windows: list[Any] | None = None

    @pytest.hookimpl
    def pytest_plugin_registered(self) -> None:
        if self._windows is None and "kivy" in sys.modules:  # tests/conftest.py has prepared it
            self._windows = []
            self._keep_closed(self._windows)

    def _keep_closed(self, windows: list[Any]) -> None:
        import kivy.core

        chosen = kivy.core.core_select_lib

        def without_opening(category: str, *rest: Any, **more: Any) -> Any:
            if category != "window":
                return chosen(category, *rest, **more)
            from kivy.core.window.window_sdl2 import WindowSDL

            opening, WindowSDL.create_window = WindowSDL.create_window, lambda window: windows.append(window)
            try:
                return chosen(category, *rest, **more)
            finally:
                WindowSDL.create_window = opening

        kivy.core.core_select_lib = without_opening

    def open(self) -> None:
        for window in self._windows or ():
            window.initialized = False
            window.create_window()
            window.initialized = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    processes = session.config.option.shared
    if processes < 1 or session.config.option.collectonly:
        return None
    if session.testsfailed and not session.config.option.continue_on_collection_errors:
        raise session.Interrupted(f"{session.testsfailed} errors during collection")
    Run(session).through(processes)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
    return True


class Worker(Struct):
    """A process, how to speak to it, and the numbers of the tests that it has still to do; the first is the one that it is at."""

    pid: int
    line: Connection
    ahead: deque[int]


class Run:
    """The process that has collected: it hands out the files, and tells the terminal what became of each test."""

    def __init__(self, session: pytest.Session) -> None:
        self._session, self._config = session, session.config
        numbers = range(len(session.items))
        of_file = groupby(numbers, lambda number: session.items[number].nodeid.partition("::")[0])
        self._files = deque([*each] for _, each in of_file)
        self._base: Path = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # as pytest-xdist does
        self._begun = 0
        self._workers: list[Worker] = []

    def through(self, processes: int) -> None:
        terminal: Any = self._config.pluginmanager.getplugin("terminalreporter")
        terminal.showfspath = False  # dots of many files come in turn
        try:
            for _ in range(min(processes, len(self._files))):
                self._begin()
            while self._workers:
                for line in wait([worker.line for worker in self._workers]):
                    self._hear(next(worker for worker in self._workers if worker.line is line))
        finally:
            for worker in self._workers:
                os.kill(worker.pid, signal.SIGKILL)
                os.waitpid(worker.pid, 0)

    def _begin(self) -> None:
        ours, theirs = Pipe()
        self._begun += 1
        name = f"shared{self._begun}"
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            for line in (ours, *(worker.line for worker in self._workers)):
                line.close()  # or it would not end with this process
            _work(self._session, theirs, self._base / name)
        theirs.close()
        self._workers.append(Worker(pid, ours, deque()))

    def _hear(self, worker: Worker) -> None:
        kind, value = _heard(worker.line)
        if kind == "end":
            self._ended(worker)
        elif kind == "done":
            worker.ahead.clear()  # it may have been told to stop
        elif kind == "more":
            stops = self._session.shouldfail or self._session.shouldstop
            numbers = self._files.popleft() if self._files and not stops else []
            worker.ahead.extend(numbers)
            worker.line.send(numbers)
        elif kind == "warning":
            category, text, when, nodeid, location = value
            message = warnings.WarningMessage(text, getattr(builtins, category, Warning), *location[:2])
            self._config.hook.pytest_warning_recorded.call_historic(
                kwargs={"warning_message": message, "when": when, "nodeid": nodeid, "location": location}
            )
        else:
            worker.ahead.popleft()
            for each in value:
                report = self._config.hook.pytest_report_from_serializable(config=self._config, data=each)
                self._config.hook.pytest_runtest_logreport(report=report)

    def _ended(self, worker: Worker) -> None:
        """The test that it was at has failed, if it was at one; another process does what it had still to do."""
        self._workers.remove(worker)
        worker.line.close()
        _, status = os.waitpid(worker.pid, 0)
        if not worker.ahead:
            return
        item = self._session.items[worker.ahead.popleft()]
        told = f"the process ended with {os.waitstatus_to_exitcode(status)} in this test"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", told, "call")
        self._config.hook.pytest_runtest_logreport(report=report)
        if worker.ahead:
            self._files.appendleft([*worker.ahead])
        if self._files:
            self._begin()


def _heard(line: Connection) -> tuple[str, Any]:
    try:
        kind, value = line.recv()
    except (EOFError, ConnectionError):
        return "end", None
    return kind, value


def _work(session: pytest.Session, line: Connection, folder: Path) -> None:
    """One of the processes: it never returns."""
    status = 1
    try:
        config = session.config
        capture: Any = config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()  # its files are those of all processes
        capture.start_global_capturing()
        config.pluginmanager.unregister(name="terminalreporter")
        telling = _Telling(line)
        config.pluginmanager.register(telling)
        telling.listens = True
        folder.mkdir(mode=0o700)
        config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
        config.stash[_WINDOW].open()
        _run(session, line)
        line.send(("done", None))
        status = 0
    except BaseException:  # noqa: BLE001 -- all that ends it is told
        import traceback

        traceback.print_exc(file=sys.__stderr__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _run(session: pytest.Session, line: Connection) -> None:
    """Which test comes next is known while one runs: what both use is kept."""
    numbers = _handed_out(line)
    here = next(numbers, None)
    while here is not None:
        after = next(numbers, None)
        item, nextitem = session.items[here], None if after is None else session.items[after]
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=nextitem)
        if session.shouldfail or session.shouldstop:
            break
        here = after


def _handed_out(line: Connection) -> Iterator[int]:
    while True:
        line.send(("more", None))
        numbers = line.recv()
        if not numbers:
            return
        yield from numbers


class _Telling:
    """Sends what became of a test when it is over."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.listens = False  # what was warned of before is told to whatever is registered
        self._reports: list[Any] = []

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.append(report)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        told = yield
        to_send = item.config.hook.pytest_report_to_serializable
        self._line.send(("test", [to_send(config=item.config, report=report) for report in self._reports]))
        self._reports.clear()
        return told

    @pytest.hookimpl
    def pytest_warning_recorded(self, warning_message: Any, when: str, nodeid: str, location: Any) -> None:
        if self.listens:
            place = location or (warning_message.filename, warning_message.lineno, "")
            told = warning_message.category.__name__, str(warning_message.message), when, nodeid, place
            self._line.send(("warning", told))
