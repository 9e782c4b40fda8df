"""What the units start and the image has not is told before there is an image."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from deploy.image.programs import NAMED, UNITS, main, named_by

ROOT = Path(__file__).parents[2]


def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], *there: str) -> list[str]:
    """Return the programs reported as missing in an image whose packages brought the files *there*."""
    for name in there:
        path = tmp_path / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with tarfile.open(tmp_path / "base.tar", "w") as tar:
        tar.add(tmp_path / "base", ".")
    code = main(["--base", str(tmp_path / "base.tar"), "--tree", str(tmp_path / "tree")])
    found = capsys.readouterr().out.splitlines()
    assert code == bool(found)
    return [line.removeprefix("not in the image: ") for line in found]


def unit(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / "tree" / UNITS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[Service]\n{text}\n")


def test_a_program_that_is_missing_is_told_with_who_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit(tmp_path, "a.service", "ExecStart=-+/usr/bin/nsenter --mount=/proc/1/ns/mnt /usr/bin/mount /dev/%I /run/x")
    unit(tmp_path, "b.service.d/more.conf", "ExecStartPre=\nExecStop=/usr/sbin/nft \\\n  delete /opt/kiosk/bin/kiosk")
    unit(
        tmp_path,
        "c.service",
        "ExecStart=-/bin/sh -c '/usr/lib/kiosk/seed /data/bin/x'\nEnvironment=X=/usr/bin/not-started",
    )
    unit(
        tmp_path,
        "d.service",
        "ExecStart=/run/kiosk-image/bin/python /var/lib/kiosk/faults.log /usr/lib/kiosk/publik/http.conf",
    )
    here = [f"usr/bin/{name}" for name in NAMED if name != "wlopm"]
    assert told(tmp_path, capsys, *here, "usr/bin/nsenter", "usr/bin/sh") == [
        "/opt/kiosk/bin/kiosk: more.conf",
        "/usr/bin/mount: a.service",
        "/usr/lib/kiosk/seed: c.service",
        "/usr/sbin/nft: more.conf",
        "wlopm: by name",
    ]
    program = tmp_path / "tree/opt/kiosk/bin/kiosk"
    program.parent.mkdir(parents=True)
    program.touch()
    rest = ("usr/bin/mount", "usr/lib/kiosk/seed", "usr/sbin/nft", "usr/sbin/wlopm")
    assert told(tmp_path, capsys, *rest) == []


def test_of_every_unit_of_ours_a_program_is_known(tmp_path: Path) -> None:
    system = tmp_path / UNITS
    system.parent.mkdir(parents=True)
    system.symlink_to(ROOT / "systemd")
    known = {name for _program, name in named_by(tmp_path)}
    assert {path.name for path in (ROOT / "systemd").glob("*.service")} == known
