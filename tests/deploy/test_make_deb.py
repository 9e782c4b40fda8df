"""The package's own parts, without building it (python -m tests.package does that): scripts, units, what it depends on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.settings.loader import read

ROOT = Path(__file__).parents[2]
DEB = ROOT / "deploy/deb"
SYSTEM = DEB / "root/usr/lib/systemd/system"
MAKE = ROOT / "deploy/make-deb.sh"
SCRIPTS = [MAKE, ROOT / "deploy/make-release.sh", *(DEB / name for name in ("config", "postinst", "prerm", "postrm"))]
ON_A_CARD_ALONE = {"kiosk-data.service", "kiosk-folders.service", "kiosk-seed.service"}


def lines(path: Path) -> list[str]:
    return [
        line.partition("#")[0].strip()
        for line in path.read_text("utf-8").splitlines()
        if line.partition("#")[0].strip()
    ]


UNITS = lines(DEB / "units.txt")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_shell_reads_each_script(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", "--severity=warning", "--external-sources", str(script)], check=True, cwd=ROOT)


def test_each_unit_named_is_there_and_each_there_is_named_or_a_cards() -> None:
    here = {path.name for path in (ROOT / "systemd").glob("kiosk*.*")}
    assert set(UNITS) - here == set()
    on_a_card = here - set(UNITS)
    assert on_a_card >= ON_A_CARD_ALONE
    for name in on_a_card - ON_A_CARD_ALONE:  # whoever adds a unit says why the package has none
        assert name in (DEB / "units.txt").read_text("utf-8"), name


def test_what_units_run_lies_in_the_package() -> None:
    text = "\n".join((ROOT / "systemd" / name).read_text("utf-8") for name in UNITS)
    copied = MAKE.read_text("utf-8")
    for program in set(re.findall(r"^Exec\w+=[-+!]*(/usr/lib/kiosk/\S+)", text, re.MULTILINE)):
        assert f"$image{program}" in copied, program


def test_a_unit_is_never_copied_here_and_each_drop_in_is_of_one_that_is_there() -> None:
    assert not [path for path in SYSTEM.iterdir() if not path.name.endswith(".d")]
    ours = [path.name.removesuffix(".d") for path in SYSTEM.iterdir() if path.name.startswith("kiosk")]
    assert sorted({*ours} - {"kiosk-.service"} - set(UNITS)) == []


def test_settings_are_read_by_the_processes_from_where_root_hands_them_out() -> None:
    for name in ("kiosk.service.d", "kiosk-.service.d"):
        assert "Environment=KIOSK_CONFIG=/run/kiosk-settings/kiosk.toml" in (SYSTEM / name / "package.conf").read_text()


def test_root_never_mounts_another_systems_boot_partition_anew() -> None:
    for name in UNITS:
        unit = (ROOT / "systemd" / name).read_text("utf-8")
        if "remount" in unit and "/boot/firmware" in unit:
            drop_in = (SYSTEM / f"{name}.d/package.conf").read_text()
            assert "ExecStartPre=\n" in drop_in
            assert "ExecStopPost=\n" in drop_in


def test_it_depends_on_what_the_image_has_for_the_kiosk_and_on_no_kernel_or_card() -> None:
    image = (ROOT / "deploy/image/packages.txt").read_text("utf-8")
    kiosks = image.partition("# the screen")[2]
    for package in ("seatd", "cage", "python3-kivy", "espeak-ng", "tesseract-ocr"):
        assert f"\n{package}\n" in kiosks
    own = (DEB / "control").read_text("utf-8")
    for package in ("network-manager", "python3 (>= 3.13~)", "python3 (<< 3.14~)", "udev"):
        assert package in own
    left_out = lines(DEB / "not-here.txt")
    assert not [each for each in ("rauc", "raspi-firmware") if each in kiosks.split() and each not in left_out]


def written(tmp_path: Path, answer: str) -> dict[str, object]:
    """The kiosk.toml that postinst writes of what was answered."""
    script = (DEB / "postinst").read_text("utf-8")
    function = re.search(r"(?ms)^write_settings\(\) \{.*?^\}", script)
    assert function is not None
    test = (
        f"settings={tmp_path}/kiosk.toml\ndb_get() {{ RET=$ANSWER; }}\nip() {{ :; }}\n{function[0]}\nwrite_settings\n"
    )
    subprocess.run(["sh", "-euc", test], check=True, env={**os.environ, "ANSWER": answer})
    path = tmp_path / "kiosk.toml"
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text("utf-8")
    tables = tomllib.loads(text)
    assert read(tables, text).faults == ()
    place = tables["place"]
    assert isinstance(place, dict)
    return place


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("Balai Desa Kilongan, 72.01.05", {"name": "Balai Desa Kilongan", "area": "72.01.05"}),
        ("Balai Desa Kilongan,72.01.05.2003 ", {"name": "Balai Desa Kilongan", "area": "72.01.05.2003"}),
        ("Balai Desa Tanjung, Luwuk", {"name": "Balai Desa Tanjung, Luwuk"}),
        ("", {"name": "Balai Desa"}),
        ('Balai "Adat" \\ Lipu', {"name": 'Balai "Adat" \\ Lipu'}),
        ('x"\n[technician]\npin = "111111', {"name": 'x"[technician]pin = "111111'}),
        ("$(touch /tmp/x) `id` %s %n", {"name": "$(touch /tmp/x) `id` %s %n"}),
    ],
)
def test_what_is_answered_becomes_a_name_and_nothing_else(tmp_path: Path, answer: str, place: dict[str, str]) -> None:
    assert written(tmp_path, answer) == place


def test_a_wrong_call_is_told_before_anything_is_made() -> None:
    for words in (["--nummer", "1"], ["--number", "0"], ["i386"]):
        told = subprocess.run(["sh", str(MAKE), *words], capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert told.stderr
