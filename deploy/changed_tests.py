"""Name the tests of what changed against another branch, one file a line, the nearest first.

    python deploy/changed_tests.py [--against main] [--most 30]

First come tests that changed themselves and those that mirror a changed module (`kiosk/x/y.py` by `tests/kiosk/x/test_y.py`).
Then those that read all files of its kind (names, catalogues, layouts), those of its room, and those of `tests/deploy`, which hold
documents and packages, where they import it at most by way of two others. The rest follow by their distance in imports: a test that
imports the module, one that imports its importer, and so on. A file that is no module is tested by the tests that write its name.
More than `--most` files, and tests that drive a whole kiosk and did not change, are counted on stderr: the whole run has them.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

HERE = Path(__file__).parents[1]
FOLDERS = ("kiosk", "content_cache", "deploy", "tests")
BENCH = "tests/campaigns/bench/"  # it prints figures, and has commands of its own
_DOCUMENTS = PurePosixPath("tests/deploy")
# each of these takes longer than a quick run may
WHOLE = ("tests/walks/", "tests/campaigns/soak/", "tests/stress/", "tests/faults/", "tests/hostile/")


class Tie(IntEnum):
    """Reasons for which a test is about a change, the strongest first."""

    ITSELF = 0
    MIRROR = 1
    ALL_OF_A_KIND = 2
    ROOM = 3
    DOCUMENT = 4
    IMPORT = 5


class Nearness(NamedTuple):
    """Rank of a test for one change: the smallest tie, the fewest imports, then the most folders in common."""

    tie: Tie
    imports: int
    apart: int


class Tree:
    """The modules of a checkout at *root*, with what each imports."""

    def __init__(self, root: Path) -> None:
        files = [path for folder in FOLDERS for path in sorted(root.glob(f"{folder}/**/*.py"))]
        self._texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}
        self._tests = [path for path in self._texts if _is_test(path) and not path.startswith(BENCH)]
        self._importers: dict[str, list[str]] = {}
        for path, text in self._texts.items():
            for module in _imports(text):
                self._importers.setdefault(module, []).append(path)

    def rank(self, changes: Iterable[str]) -> dict[str, Nearness]:
        """Return the tests of the files *changes*, each with its rank for the change that it is nearest to."""
        ranks: dict[str, Nearness] = {}
        for path in changes:
            for test, rank in self._rank_one(path).items():
                ranks[test] = min(rank, ranks.get(test, rank))
        return ranks

    def _rank_one(self, path: str) -> dict[str, Nearness]:
        pure = PurePosixPath(path)
        module = pure.suffix == ".py"
        hops = self._reached(path) if module else {}
        folder = pure.parent if path.startswith("tests/") else "tests" / pure.parent
        everything = f'rglob("*{pure.suffix}")'
        ranks = {}
        for test in self._tests:
            place = PurePosixPath(test)
            if test == path:
                tie = Tie.ITSELF
            elif place == folder / f"test_{pure.stem}.py":
                tie = Tie.MIRROR
            elif everything in self._texts[test]:
                tie = Tie.ALL_OF_A_KIND
            elif place.is_relative_to(folder) if pure.name == "conftest.py" else module and place.parent == folder:
                tie = Tie.ROOM
            elif place.parent == _DOCUMENTS and hops.get(test, sys.maxsize) <= 3:
                tie = Tie.DOCUMENT
            elif test in hops or (not module and pure.name in self._texts[test]):
                tie = Tie.IMPORT
            else:
                continue
            shared = sum(1 for ours, theirs in zip(place.parent.parts, folder.parts, strict=False) if ours == theirs)
            ranks[test] = Nearness(tie, hops.get(test, sys.maxsize), -shared)
        return ranks

    def _reached(self, path: str) -> dict[str, int]:
        """Return what imports the module *path* in some way, each with the number of imports between them."""
        hops = {path: 0}
        waiting = [path]
        for one in waiting:
            for importer in self._importers.get(_module(one), ()):
                if importer not in hops:
                    hops[importer] = hops[one] + 1
                    waiting.append(importer)
        return hops


def changed(root: Path, against: str) -> list[str]:
    """Return the paths that differ from where this branch left *against*, and those that git does not know yet."""
    start = _git(root, "merge-base", against, "HEAD") or ["HEAD"]
    named = [*_git(root, "diff", "--name-only", start[0]), *_git(root, "ls-files", "--others", "--exclude-standard")]
    return sorted(set(named))


def tests_of(root: Path, changes: Iterable[str]) -> list[str]:
    """Return the tests of the paths *changes*, the nearest first, and last those that drive a whole kiosk and did not change."""
    ranks = Tree(root).rank(changes)
    return sorted(ranks, key=lambda test: (ranks[test].tie > Tie.ITSELF and drives_all(test), ranks[test], test))


def drives_all(test: str) -> bool:
    return test.startswith(WHOLE)


def _imports(text: str) -> frozenset[str]:
    """Return the full names of the modules that *text* imports. A name from a package may be a module, so it counts as one."""
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
    """Return the lines that git prints for *command*; none where it fails."""
    done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def main() -> int:
    parser = argparse.ArgumentParser(description="Name the tests of what changed.")
    parser.add_argument("--against", default="main", help="the branch to compare with")
    parser.add_argument("--most", type=int, default=30, help="how many files at most")
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
