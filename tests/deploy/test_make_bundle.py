"""Bundles of the whole system, judged by the program that kiosks install them with. What it does with a good one needs a device
mapper, and is tried in emulation: python -m tests.campaigns.appliance system."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.appliance.overlays import in_config, with_overlays
from tests.campaigns.appliance.bundles import Authority, bundle

pytestmark = [
    pytest.mark.skipif(shutil.which("rauc") is None, reason="rauc is not installed"),
    pytest.mark.attack(
        "root and keys",
        "a bundle of the system by another office, by a certificate whose time is over or that is for "
        "websites, cut, emptied, put together",
        "refused by RAUC with the image's settings; nothing is written",
    ),
]
ROOT = Path(__file__).parents[2] / "deploy/image/root-two"
FLOOR = 4


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("office"), "office")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "root.img").write_bytes(bytes(range(256)) * 4096)
    with (folder / "boot.vfat").open("wb") as file:
        file.truncate(1 << 20)
    subprocess.run(["mkfs.vfat", folder / "boot.vfat"], check=True, capture_output=True)
    line = b"ro quiet rauc.slot=A kiosk.verity=4b494f53-05,100,abc,def\n"
    subprocess.run(["mcopy", "-i", folder / "boot.vfat", "-", "::cmdline.txt"], input=line, check=True)
    return folder


@pytest.fixture(scope="module")
def signed(office: Authority, parts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle(parts, FLOOR, office.signer("signer"), tmp_path_factory.mktemp("signed"))


@pytest.fixture
def kiosk(office: Authority, tmp_path: Path) -> Path:
    """The image's own settings of RAUC, with folders of this test."""
    told = (ROOT / "etc/rauc/system.conf").read_text("utf-8").replace("@NUMBER@", str(FLOOR))
    told = told.replace("/etc/rauc/keyring.pem", str(office.cert)).replace("/var/lib/kiosk-system/rauc", str(tmp_path))
    path = tmp_path / "system.conf"
    path.write_text(told, "utf-8")
    return path


def looked_at(kiosk: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["rauc", "-c", kiosk, "info", file], capture_output=True, text=True, check=False)


def test_a_signed_one_is_what_it_says(kiosk: Path, signed: Path) -> None:
    told = looked_at(kiosk, signed)
    assert told.returncode == 0, told.stderr
    assert re.search(r"Compatible:\s+'info-desa-rpi-arm64'\nVersion:\s+'4'", told.stdout)
    assert re.search(r"Bundle Format:\s+verity\n", told.stdout)
    assert told.stdout.count("block-hash-index") == 2


@pytest.mark.parametrize(
    ("name", "purpose", "years", "said"),
    [
        ("web", "serverAuth", None, "unsuitable certificate purpose"),
        ("old", "codeSigning", (2020, 2021), "certificate has expired"),
        ("young", "codeSigning", (2090, 2091), "certificate is not yet valid"),
    ],
)
def test_a_certificate_that_may_not_sign_now(
    office: Authority,
    parts: Path,
    kiosk: Path,
    tmp_path: Path,
    name: str,
    purpose: str,
    years: tuple[int, int],
    said: str,
) -> None:
    signer = office.signer(name, purpose=purpose, years=years)
    told = looked_at(kiosk, bundle(parts, FLOOR, signer, tmp_path))
    assert (told.returncode, said in told.stderr) == (1, True), told.stderr


def test_another_office_s(tmp_path: Path, parts: Path, kiosk: Path) -> None:
    stranger = Authority(tmp_path / "stranger", "stranger").signer("signer")
    told = looked_at(kiosk, bundle(parts, FLOOR, stranger, tmp_path))
    assert (told.returncode, "unable to get local issuer certificate" in told.stderr) == (1, True), told.stderr


@pytest.mark.parametrize("harm", ["cut", "half", "zeros", "empty", "flipped"])
def test_a_broken_one(signed: Path, kiosk: Path, tmp_path: Path, harm: str) -> None:
    content = bytearray(signed.read_bytes())
    if harm == "cut":
        del content[-1:]
    elif harm == "half":
        del content[len(content) // 2 :]
    elif harm == "zeros":
        content = bytearray(len(content))
    elif harm == "empty":
        content = bytearray()
    else:
        content[-300] ^= 1  # in the signature, which lies at the end
    (tmp_path / "broken.raucb").write_bytes(content)
    told = looked_at(kiosk, tmp_path / "broken.raucb")
    assert told.returncode == 1
    assert "Compatible:" not in told.stdout


def test_a_signature_over_other_bytes_is_none(signed: Path, parts: Path, kiosk: Path, tmp_path: Path) -> None:
    """Somebody puts the office's signature behind a content of his own: the manifest in it names the hash of every block."""
    stranger = Authority(tmp_path / "s", "stranger").signer("signer")
    own, good = bundle(parts, FLOOR + 1, stranger, tmp_path).read_bytes(), signed.read_bytes()
    size = int.from_bytes(good[-8:], "big")
    (tmp_path / "put.raucb").write_bytes(own[: -8 - int.from_bytes(own[-8:], "big")] + good[-8 - size :])
    told = looked_at(kiosk, tmp_path / "put.raucb")
    # that it is the office's is told by `info`; the blocks are checked as they are read, by the kernel
    assert re.search(r"Version:\s+'5'", told.stdout) is None


def test_equal_parts_have_equal_contents(office: Authority, parts: Path, signed: Path, tmp_path: Path) -> None:
    again = bundle(parts, FLOOR, office.signer("again"), tmp_path)
    contents = [path.read_bytes()[: (1 << 20) // 2] for path in (signed, again)]
    assert contents[0] == contents[1]


def test_the_hook_names_the_root_of_the_system_that_is_written(tmp_path: Path) -> None:
    hook = ROOT.parent / "bundle/hook"
    line = tmp_path / "cmdline.txt"
    line.write_text("ro quiet root=/dev/mapper/root rauc.slot=A kiosk.verity=4b494f53-05,100,abc,def\n")
    for name, number in (("B", "06"), ("A", "05")):
        environment = {"RAUC_SLOT_BOOTNAME": name, "RAUC_SLOT_MOUNT_POINT": str(tmp_path), "PATH": "/usr/bin:/bin"}
        subprocess.run(["sh", hook, "slot-post-install"], check=True, env=environment)
        assert (
            line.read_text()
            == f"ro quiet root=/dev/mapper/root rauc.slot={name} kiosk.verity=4b494f53-{number},100,abc,def\n"
        )
    line.write_text("ro quiet\n")
    assert subprocess.run(["sh", hook, "slot-post-install"], check=False, env=environment).returncode != 0


@pytest.mark.parametrize(
    ("board", "carried"), [(None, True), ('{"trying":null,"refused":["a"]}', True), ('{"trying":["i2c-rtc"]}', False)]
)
def test_the_hook_takes_over_what_overlays_were_found_good(tmp_path: Path, board: str | None, carried: bool) -> None:
    slot, running = tmp_path / "slot", tmp_path / "running"
    slot.mkdir()
    running.mkdir()
    (slot / "cmdline.txt").write_text("rauc.slot=A kiosk.verity=4b494f53-05,1,a,b\n")
    (slot / "config.txt").write_text("kernel=vmlinuz-2\n[pi4]\na=1")
    own = with_overlays(b"kernel=vmlinuz-1\r\n", ["i2c-rtc,ds3231", "hifiberry-dac"])
    (running / "config.txt").write_bytes(own)
    if board is not None:
        (tmp_path / "board.json").write_text(board)
    environment = {"RAUC_SLOT_BOOTNAME": "B", "RAUC_SLOT_MOUNT_POINT": str(slot), "PATH": "/usr/bin:/bin"}
    environment |= {"KIOSK_BOOT": str(running), "KIOSK_SYSTEM": str(tmp_path)}
    subprocess.run(["sh", ROOT.parent / "bundle/hook", "slot-post-install"], check=True, env=environment)
    told = (slot / "config.txt").read_bytes()
    assert told.startswith(b"kernel=vmlinuz-2\n[pi4]\na=1")
    assert in_config(told) == (("i2c-rtc,ds3231", "hifiberry-dac") if carried else ())
    assert b"vmlinuz-1" not in told
    assert with_overlays(told, ()).rstrip() == b"kernel=vmlinuz-2\n[pi4]\na=1"


@pytest.mark.parametrize(("slot", "part"), [("A", "02"), ("B", "03")])
def test_what_the_running_system_was_started_from_is_mounted(tmp_path: Path, slot: str, part: str) -> None:
    generator = ROOT / "usr/lib/systemd/system-generators/kiosk-boot"
    line, out = tmp_path / "line", tmp_path / "out"
    out.mkdir()
    line.write_text(f"quiet rauc.slot={slot}\n")
    subprocess.run([generator, out], check=True, env={"KIOSK_CMDLINE": str(line), "PATH": "/usr/bin:/bin"})
    unit, device = sorted(out.iterdir(), key=lambda path: path.suffix, reverse=True)
    where = "/run/kiosk-boot"
    named = subprocess.run(["systemd-escape", "--path", "--suffix=mount", where], capture_output=True, text=True)
    assert unit.name == named.stdout.strip()
    assert f"What=/dev/disk/by-partuuid/4b494f53-{part}\nWhere={where}\n" in unit.read_text()
    what = f"/dev/disk/by-partuuid/4b494f53-{part}"
    named = subprocess.run(["systemd-escape", "--path", "--suffix=device", what], capture_output=True, text=True)
    assert device.name == f"{named.stdout.strip()}.d"
    assert "JobRunningTimeoutSec=5min" in (device / "kiosk.conf").read_text()
