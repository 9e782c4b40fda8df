"""Name the tests of what changed against another branch, one file a line, the nearest first.

    python deploy/changed_tests.py [--against main] [--most 20]

A changed test is named itself, and so is each test that imports a changed test module. A changed product module is tested by the
file that mirrors it (`kiosk/x/y.py` by `tests/kiosk/x/test_y.py`) and by each test that imports it, last through tests/support. Any
other changed file is tested by those that read all files of its kind, and by the tests that write its name. What is beyond
`--most`, and what drives a whole kiosk and was not changed itself, is counted on stderr: the whole run has it.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

HERE = Path(__file__).parents[1]
ALONE = "tests/campaigns/bench"  # it prints figures, and has commands of its own
# each of these takes longer than a quick run may
WHOLE = ("tests/walks/", "tests/campaigns/soak/", "tests/stress/", "tests/faults/", "tests/hostile/")


def changed(root: Path, against: str) -> list[str]:
    """What differs from where this branch left the other one, and what git does not know yet."""
    start = _git(root, "merge-base", against, "HEAD") or ["HEAD"]
    named = [*_git(root, "diff", "--name-only", start[0]), *_git(root, "ls-files", "--others", "--exclude-standard")]
    return sorted(set(named))


def tests_of(root: Path, changes: Iterable[str]) -> list[str]:
    """The test files for these changes: changed ones, mirrors and those that read all files of a kind first, then those that reach
    for what changed, at last those that drive a whole kiosk."""
    tree = _Tree(root)
    near: dict[str, None] = {}
    far: dict[str, None] = {}
    for path in changes:
        near |= dict.fromkeys(tree.near(path))
        far |= dict.fromkeys(tree.far(path))
    rest = [test for test in far if test not in near]
    return [*near, *sorted(rest, key=drives_all)]


def drives_all(test: str) -> bool:
    return test.startswith(WHOLE)


class _Tree:
    """The test modules of a checkout, what each imports, and what each says."""

    def __init__(self, root: Path) -> None:
        files = (path for path in sorted(root.glob("tests/**/*.py")) if not path.is_relative_to(root / ALONE))
        self._texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}
        self._imported = {path: _imports(text) for path, text in self._texts.items()}

    def near(self, path: str) -> Iterator[str]:
        pure = PurePosixPath(path)
        if path in self._texts and _is_test(path):
            yield path
        mirror = f"tests/{pure.parent}/test_{pure.stem}.py"
        if mirror in self._texts:
            yield mirror
        if pure.suffix != ".py":  # its rules are no module's, and what reads all of them is quick
            all_alike = f'rglob("*{pure.suffix}")'
            yield from (each for each in self._tests() if all_alike in self._texts[each])

    def far(self, path: str) -> Iterator[str]:
        pure = PurePosixPath(path)
        if pure.name == "conftest.py":
            yield from (each for each in self._tests() if PurePosixPath(each).is_relative_to(pure.parent))
        elif pure.suffix == ".py" and path.startswith("tests/"):
            yield from self._reached_by(path)
        elif pure.suffix == ".py":
            yield from (each for each in self._tests() if _module(path) in self._imported[each])
            yield from self._reached_by(path)
        else:
            yield from (each for each in self._tests() if pure.name in self._texts[each])

    def _tests(self) -> list[str]:
        return [path for path in self._texts if _is_test(path)]

    def _reached_by(self, path: str) -> Iterator[str]:
        """Tests that import this module, also through modules of the tests."""
        found, waiting = {path}, [path]
        while waiting:
            wanted = _module(waiting.pop())
            for other in self._texts:
                if other not in found and wanted in self._imported[other]:
                    found.add(other)
                    waiting.append(other)
        for other in sorted(found - {path}):
            if _is_test(other):
                yield other
            elif other.endswith("/conftest.py"):
                yield from self.far(other)


def _imports(text: str) -> frozenset[str]:
    """Modules by their full names. What is imported from a package may be a module of it, so it counts as one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_test(path: str) -> bool:
    return PurePosixPath(path).name.startswith("test_")


def _git(root: Path, *command: str) -> list[str]:
    """What git answers, line by line; nothing if it knows no such thing."""
    done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def main() -> int:
    parser = argparse.ArgumentParser(description="Name the tests of what changed.")
    parser.add_argument("--against", default="main", help="the branch to compare with")
    parser.add_argument("--most", type=int, default=20, help="how many files at most")
    asked = parser.parse_args()
    changes = changed(HERE, asked.against)
    found = tests_of(HERE, changes)
    quick = [path for path in found if path in changes or not drives_all(path)][: asked.most]
    for path in quick:
        print(path)
    if len(found) > len(quick):
        print(f"{len(found) - len(quick)} more test files are left to the whole run", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
