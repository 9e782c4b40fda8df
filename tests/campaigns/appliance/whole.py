"""All trials of a release on one image, in one order: what passed is kept beside the image's hash, so that a break costs
one trial, and one table tells it all."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

OK = "ok"
_STATE, _TABLE = "release.json", "release.md"
_BEFORE = ("start", "stick")
_AFTER = (
    "service", "settings", "overlays", "turned", "data-gone", "data-full", "wanted", "frozen", "killed", "power",
)  # fmt: skip


def release_order(*, two_systems: bool) -> tuple[str, ...]:
    """Return the trials of a release. The long ones (two hours on 512 MB, 30 cuts, an hour of quiet) are none of them."""
    own = ("system", "system-writes") if two_systems else ("update",)
    return (*_BEFORE, *own, *_AFTER)


@dataclass(frozen=True)
class Trial:
    """Result of one scenario: "ok" or what failed, and how long it took."""

    result: str
    seconds: int


@dataclass(frozen=True)
class Built:
    """Image as the table names it. `commit` is the one whose date its bill has, "?" where none is or it has no bill."""

    name: str
    sha256: str
    commit: str


def read_built(image: Path) -> Built:
    """Return what is known of *image*. Raise OSError if it cannot be read."""
    with image.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Built(image.name, digest, _commit_of(image.with_suffix(".cdx.json"), digest))


def _commit_of(bill: Path, digest: str) -> str:
    """Return the commit by the date in *bill*, which is that of the last commit before the build."""
    try:
        text = bill.read_text("utf-8")
        made = datetime.fromisoformat(json.loads(text)["metadata"]["timestamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?"
    if digest not in text:
        return "?"  # a bill of another image
    told = subprocess.run(
        ["git", "log", "--format=%ct %h"], capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    ).stdout
    wanted = str(int(made.timestamp()))
    return next((line.split()[1] for line in told.splitlines() if line.split()[0] == wanted), "?")


def run_release(
    built: Built,
    order: tuple[str, ...],
    folder: Path,
    attempt: Callable[[str], str],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Run what has not passed on this image yet, one after the other, and write the table after each. Return true if all passed.

    What failed is tried again by the next call. Results of another image are dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    trials = _read(folder / _STATE, built)
    for name in order:
        if name in trials and trials[name].result == OK:
            continue
        began = clock()
        result = attempt(name)
        trials[name] = Trial(result, round(clock() - began))
        _write(
            folder / _STATE, json.dumps({"image": asdict(built), "trials": {n: asdict(t) for n, t in trials.items()}})
        )
        _write(folder / _TABLE, as_table(built, order, trials))
    return all(name in trials and trials[name].result == OK for name in order)


def as_table(built: Built, order: tuple[str, ...], trials: dict[str, Trial]) -> str:
    """Return the table of all trials in Markdown; those that were not run yet say so."""
    rows = [
        f"{built.name}, SHA-256 `{built.sha256}`, commit `{built.commit}`",
        "",
        "| trial | result | time |",
        "|---|---|---|",
    ]
    for name in order:
        trial = trials.get(name)
        if trial is None:
            rows.append(f"| `{name}` | not run | |")
        else:
            told = " ".join(trial.result.replace("|", "/").split())
            rows.append(f"| `{name}` | {told} | {trial.seconds} s |")
    return "\n".join(rows) + "\n"


def _read(path: Path, built: Built) -> dict[str, Trial]:
    try:
        state = json.loads(path.read_text("utf-8"))
        if state["image"]["sha256"] != built.sha256:
            return {}
        return {name: Trial(**told) for name, told in state["trials"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, text: str) -> None:
    """Write *path* whole: a break in between leaves the former one."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)
