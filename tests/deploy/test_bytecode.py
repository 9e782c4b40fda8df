"""What the image's Python would compile anew at each start is told before there is an image."""

from __future__ import annotations

import os
import py_compile
import tarfile
from pathlib import Path

import pytest

from deploy.image.bytecode import main
from deploy.image.unchecked import main as take_the_check_off

EPOCH = 1_764_000_000
PACKAGE = "opt/kiosk/lib/python3.13/site-packages/kiosk"
Mode = py_compile.PycInvalidationMode


def module(root: Path, name: str, mode: Mode | None = Mode.UNCHECKED_HASH) -> Path:
    source = root / name
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(f"NAME = {name!r}\n")
    os.utime(source, (EPOCH, EPOCH))
    if mode is not None:
        py_compile.compile(str(source), doraise=True, invalidation_mode=mode)
    return source


def stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the files reported as not compiled, with *base* packed in a tar and *tree* as a folder."""
    for name in ("base", "tree"):
        (tmp_path / name).mkdir(exist_ok=True)
    with tarfile.open(tmp_path / "base.tar", "w") as tar:
        tar.add(tmp_path / "base", ".")
    code = main(["--base", str(tmp_path / "base.tar"), "--tree", str(tmp_path / "tree"), "--epoch", str(EPOCH)])
    told = capsys.readouterr().out.splitlines()
    assert code == bool(told)
    return [line.removeprefix("not compiled: ") for line in told]


def test_what_python_takes_as_it_is_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module(tmp_path / "base", "usr/lib/python3.13/json/decoder.py", Mode.TIMESTAMP)
    module(tmp_path / "base", "usr/lib/python3/dist-packages/gi/types.py")
    module(tmp_path / "base", "usr/lib/python3.13/config-3.13-aarch64/python-config.py", None)
    module(tmp_path / "base", "usr/share/doc/examples/old.py", None)
    module(tmp_path / "tree", f"{PACKAGE}/core/clock.py")
    assert stale(tmp_path, capsys) == []


def test_what_is_missing_old_another_pythons_or_held_against_its_source_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = tmp_path / "tree"
    module(tree, f"{PACKAGE}/missing.py", None)
    module(tree, f"{PACKAGE}/checked.py", Mode.CHECKED_HASH)
    changed = module(tree, f"{PACKAGE}/changed.py", Mode.TIMESTAMP)
    changed.write_text("NAME = 'longer than it was'\n")
    os.utime(changed, (EPOCH, EPOCH))
    newer = module(tmp_path / "base", "usr/lib/python3/dist-packages/newer.py", None)
    os.utime(newer, (EPOCH + 9, EPOCH + 9))
    py_compile.compile(str(newer), doraise=True, invalidation_mode=Mode.TIMESTAMP)
    module(tree, f"{PACKAGE}/other.py")
    (found,) = (tree / PACKAGE / "__pycache__").glob("other.*.pyc")
    found.write_bytes(b"\0\0\0\0" + found.read_bytes()[4:])
    cut = module(tree, f"{PACKAGE}/cut.py")
    (found,) = (cut.parent / "__pycache__").glob("cut.*.pyc")
    found.write_bytes(found.read_bytes()[:7])
    names = ("changed", "checked", "cut", "missing", "other")
    assert stale(tmp_path, capsys) == [
        "usr/lib/python3/dist-packages/newer.py",
        *(f"{PACKAGE}/{name}.py" for name in names),
    ]


def test_the_build_asks_before_there_is_an_image() -> None:
    build = (Path(__file__).parents[2] / "deploy/build-image.sh").read_text()
    assert build.index("-m deploy.image.bytecode ") < build.index("-m deploy.image.assemble ")


def test_what_packages_compile_to_be_held_against_its_source_is_taken_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "base"
    module(base, "usr/lib/python3.13/json/decoder.py", Mode.CHECKED_HASH)
    module(base, "usr/lib/python3/dist-packages/gi/types.py", Mode.TIMESTAMP)
    assert stale(tmp_path, capsys) == ["usr/lib/python3.13/json/decoder.py"]
    take_the_check_off(base)
    assert "1 modules" in capsys.readouterr().out
    assert stale(tmp_path, capsys) == []
