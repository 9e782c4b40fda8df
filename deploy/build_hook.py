"""Hatchling's build hook: what a wheel has besides the files of the checkout, compiled catalogues, the build's date and commit.

The kiosk's clock goes by the date (kiosk/core/build.py reads it). SOURCE_DATE_EPOCH (reproducible-builds.org) decides where it is
set. An editable install has its catalogues compiled in the checkout and gets no date: it is never built.
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _commit(root: Path) -> str:
    """Return twelve digits of the commit of the checkout at *root*; "" where it is none, as in an sdist, or without git."""
    if not ((root / ".git").exists() and shutil.which("git")):
        return ""
    told = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip()


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # the checkout is no package that could be imported here
        compiling = runpy.run_path(str(Path(__file__).with_name("compile_catalogues.py")))
        compiling["compile_catalogues"](all_of_them=True)
        if version == "editable":
            return
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        built = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
        self._folder = Path(tempfile.mkdtemp(prefix="stamp-"))
        stamp = self._folder / "build-date"
        stamp.write_text(f"{built:%Y-%m-%dT%H:%M:%S+00:00} {_commit(Path(self.root))}\n", "ascii")
        build_data["force_include"][str(stamp)] = "kiosk/core/build-date"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if version != "editable":
            (self._folder / "build-date").unlink()
            self._folder.rmdir()
