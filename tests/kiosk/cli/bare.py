"""A virtual environment as `pip install .` makes it from wheels that are at hand: this checkout, and what it depends on without
an extra. Nothing is hidden: what the extras bring is not there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[3]


def distributions(requirements: Iterable[str]) -> set[str]:
    """The names of all that is installed with these here."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        each = waiting.pop()
        wanted = {"extra": ""} if not each.extras else {"extra": next(iter(each.extras))}
        if (each.marker is None or each.marker.evaluate(wanted)) and (name := _normal(each.name)) not in found:
            found.add(name)
            waiting += [Requirement(line) for line in distribution(name).requires or () if "extra ==" not in line]
    return found


def _lay(path: Path, there: Path) -> None:
    """The same files in another place. No links to where they are: what a reader may open is what lies in its environment."""

    def lay(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy2(source, target)

    if path.is_dir():
        shutil.copytree(path, there, copy_function=lay)
    else:
        lay(str(path), str(there))


class Bare:
    """The environment; `run` calls its `kiosk`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        venv.create(folder, symlinks=True)
        (self.site,) = folder.glob("lib/python*/site-packages")
        project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
        self.names = distributions(project["dependencies"])
        for name in self.names:
            for file in distribution(name).files or ():
                if ".." not in file.parts and not (there := self.site / file.parts[0]).exists():
                    _lay(Path(str(distribution(name).locate_file(file.parts[0]))), there)
        for package in ("kiosk", "content_cache"):
            _lay(CHECKOUT / package, self.site / package)

    def python(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the environment's interpreter with its own packages alone."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [str(self._folder / "bin" / "python"), *words],
            env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def run(self, *words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "kiosk", *map(str, words), cwd=cwd)


def _normal(name: str) -> str:
    """Return a distribution's name as PyPA's "Name normalization" compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    print(sorted(Bare(Path(sys.argv[1])).names))
