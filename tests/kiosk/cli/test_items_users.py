"""`kiosk items` by a user who may not write the data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.users import may_be_others

ROOT = os.geteuid() == 0  # to whom a folder without the permission to write is as any other
REASON = may_be_others() if ROOT else ""


@pytest.fixture
def empty() -> Iterator[Path]:
    """An empty folder that may be read and not written. Other users cannot reach the folders of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        data = Path(name, "data")
        data.mkdir(0o555)
        yield data


@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_items_of_an_empty_folder_that_may_not_be_written_are_none(empty: Path) -> None:
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if ROOT else []
    text, document = (
        subprocess.run(
            [*become, sys.executable, "-m", "kiosk", "--data", str(empty), "items", *form],
            capture_output=True,
            text=True,
            check=False,
        )
        for form in ([], ["--json"])
    )
    assert (text.returncode, text.stdout) == (0, "")
    assert text.stderr == f"{empty}: tidak ada isi; ambil dulu dengan: kiosk refresh\n"
    assert (document.returncode, document.stderr, json.loads(document.stdout)["items"]) == (0, "", [])
    assert not list(empty.iterdir())
