"""`kiosk check` on a store and a disk that are not well: what is wrong and what to do, in Indonesian."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from content_cache import Store
from content_cache.schema import STORE
from kiosk.commands.call import Call
from kiosk.commands.check import check
from kiosk.settings import Settings
from tests.faults.mounts import make_ext4, mounted, run, why_not

needs_mount = pytest.mark.skipif(bool(why_not()), reason=f"no file system can be made here: {why_not()}")


def findings(data: Path) -> dict[str, tuple[bool, str]]:
    lines: list[str] = []
    check(Call(Settings(), None, data, lines.append, lines.append), as_json=True)
    return {found["part"]: (found["ok"], found["text"]) for found in json.loads(lines[-1])["checks"]}


def test_a_damaged_store_is_told_with_what_to_do(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    (tmp_path / STORE).write_bytes(os.urandom(20_000))
    ok, text = findings(tmp_path)["isi"]
    assert not ok
    assert text.startswith(f"{tmp_path}: berkas isi rusak")
    assert "kiosk refresh" in text


@needs_mount
def test_a_full_disk_and_one_that_is_read_only_are_told(tmp_path: Path) -> None:
    with mounted(make_ext4(tmp_path / "small.img", 8), tmp_path / "small") as data:
        Store.open(data).close()
        ok, text = findings(data)["penyimpanan"]
        assert (ok, "hampir penuh" in text) == (False, True)
        run("mount", "-o", "remount,ro", str(data))
        found = findings(data)
        assert (found["penyimpanan"][0], "tidak dapat ditulis" in found["penyimpanan"][1]) == (False, True)
        assert found["isi"][0], "what is stored is read all the same"
