"""`kiosk cards write` on loop devices: twenty cards, one pulled out and one too small; a card that lies; other disks refused."""

from __future__ import annotations

import fcntl
import io
import json
import os
import stat
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.appliance.boot_settings import Settling
from kiosk.cli.cards import CardWriter
from kiosk.cli.main import main
from kiosk.core.paths import Folders
from kiosk.installation import Installation
from kiosk.office.cards.batch import CardBatch, only_run, read_zip
from kiosk.office.cards.devices import BlockDevices
from kiosk.office.cards.faults import CardWriteError, WritingCode
from kiosk.office.cards.image import open_image
from kiosk.office.cards.writing import write_card
from kiosk.settings import Settings
from kiosk.settings.pin import matches

MB = 1_048_576
_ADD, _REMOVE = 0x4C80, 0x4C81  # LOOP_CTL_ADD, LOOP_CTL_REMOVE of linux/loop.h
BOOT_MB, ROOT_MB = 4, 3
BASE = '[[source]]\nname = "Kantor"\nurl = "https://kabar.contoh.go.id/kios/"\n\n[reports]\nurl = "https://pantau.contoh.go.id"\n'
ROOT = os.geteuid() == 0 and Path("/dev/loop-control").exists()
loops = pytest.mark.skipif(not ROOT, reason="loop devices are root's")


def run(*words: str | Path, given: str = "") -> str:
    return subprocess.run(
        [str(word) for word in words], input=given, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An image as the builder joins it, small: FAT with kiosk.toml, then what stands for the system."""
    boot, path = tmp_path / "boot.vfat", tmp_path / "info-desa.img"
    boot.write_bytes(bytes(BOOT_MB * MB))
    run("mkfs.vfat", "--invariant", "-n", "BOOT", boot)
    (tmp_path / "kiosk.toml").write_text("# of the image\n")
    run("mcopy", "-i", boot, tmp_path / "kiosk.toml", "::kiosk.toml")
    path.write_bytes(bytes((1 + BOOT_MB + ROOT_MB) * MB))
    run(
        "sfdisk",
        "-q",
        path,
        given=f"label: dos\nstart=1MiB, size={BOOT_MB}MiB, type=c\nstart={1 + BOOT_MB}MiB, type=83\n",
    )
    with path.open("r+b") as file:
        file.seek(MB)
        file.write(boot.read_bytes())
        file.write(os.urandom(ROOT_MB * MB))
    return path


def table_of(path: Path, cards: int) -> Path:
    rows = "".join(f"7201052{n:03},Desa {n},,Balai {n},rahasia-{n:03},\n" for n in range(1, cards + 1))
    path.write_text(f"kode,nama,pin,wifi,sandi,token\n{rows}")
    (path.parent / "dasar.toml").write_text(BASE)
    return path


class Reader:
    """A person with a card reader: a loop device that a file after the other is put into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = 1_000 + os.getpid() % 60_000  # far from those that other tests find free
        self._control(_ADD)
        self.device = Path(f"/dev/loop{self._number}")

    def _control(self, what: int) -> None:
        handle = os.open("/dev/loop-control", os.O_RDWR)
        try:
            fcntl.ioctl(handle, what, self._number)
        finally:
            os.close(handle)

    def card(self, name: str, size: int) -> Path:
        path = self.folder / f"{name}.card"
        with path.open("wb") as file:
            file.truncate(size)
        return path

    def put_in(self, path: Path) -> None:
        run("losetup", self.device, path)

    def remove(self) -> None:
        self.take_out()
        with suppress(OSError):
            self._control(_REMOVE)

    def take_out(self) -> None:
        subprocess.run(["losetup", "-d", str(self.device)], check=False, capture_output=True)


@contextmanager
def reader(folder: Path) -> Iterator[Reader]:
    found = Reader(folder)
    try:
        yield found
    finally:
        found.remove()


@pytest.fixture
def full_place(tmp_path: Path) -> Iterator[Path]:
    """A place of 2 MB: a card whose file lies there fails in the midst of writing, as one does that is pulled out."""
    place = tmp_path / "eng"
    place.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def settings_on(card: Path, folder: Path) -> str:
    out = folder / "gelesen.toml"
    run("mcopy", "-o", "-i", f"{card}@@{MB}", "::kiosk.toml", out)
    return out.read_text()


def start_first(root: Path, text: str) -> tuple[Settings, dict[str, str]]:
    """Take over *text* as kiosk.toml of the boot partition, as a first start does; return the settings and what root keeps."""
    folders = Folders(root)
    for folder in (folders.card, folders.data):
        folder.mkdir(parents=True, exist_ok=True)
    (folders.card / "kiosk.toml").write_text(text)
    settings = Settling(folders, lasting=lambda: True).settle_settings()
    return settings, json.loads((folders.system / "kept.json").read_text())


@loops
@pytest.mark.slow(cases=1)
def test_twenty_cards_one_pulled_out_and_one_too_small(tmp_path: Path, image: Path, full_place: Path) -> None:
    table = table_of(tmp_path / "desa.csv", 20)
    small, broken = "terlalu kecil", "Kartunya tercabut"
    with reader(tmp_path) as slot:
        cards = [(slot.card(f"k{n}", 16 * MB), "") for n in range(1, 21)]
        torn = full_place / "torn.card"
        with torn.open("wb") as file:
            file.truncate(16 * MB)
        stack = [*cards[:4], (slot.card("klein", 2 * MB), small), *cards[4:9], (torn, broken), *cards[9:]]
        child = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "--data", str(tmp_path / "data"), "cards", "write", "--image", str(image),
             "--table", str(table), "--base", str(tmp_path / "dasar.toml"), "--device", str(slot.device)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "KIOSK_LANGUAGE": "id"},
        )  # fmt: skip
        told: list[str] = []
        try:
            assert child.stdout is not None
            lines = iter(child.stdout.readline, "")
            for path, fault in stack:
                slot.put_in(path)
                wanted = fault or "ditulis dan dibaca kembali"
                for line in lines:
                    told.append(line)
                    if wanted in line:
                        break
                else:
                    pytest.fail("".join(told[-10:]))
                slot.take_out()
            told += lines
            assert child.wait(60) == 0
        finally:
            child.kill()
    assert sum("Masukkan kartu lain untuk" in line for line in told) == 2, "one line each"
    written = image.read_bytes()
    settings = []
    for number, (path, _) in enumerate(cards, 1):
        content = path.read_bytes()
        assert content[:MB] == written[:MB]
        assert content[(1 + BOOT_MB) * MB : len(written)] == written[(1 + BOOT_MB) * MB :]
        settings.append(tomllib.loads(settings_on(path, tmp_path)))
        assert settings[-1]["place"]["name"] == f"Desa {number}"
        started, kept = start_first(tmp_path / f"root-{number}", settings_on(path, tmp_path))
        assert (started.place.name, started.faults) == (f"Desa {number}", ())
        assert kept["token"] == settings[-1]["reports"]["token"]
        assert matches(settings[-1]["technician"]["pin"], kept["pin"])
    assert len({each["technician"]["pin"] for each in settings}) == 20
    assert len({each["reports"]["token"] for each in settings}) == 20
    assert len({each["wifi"]["password"] for each in settings}) == 20
    assert "Desa 20" in (tmp_path / "desa.csv.kartu.html").read_text()
    for name in ("desa.csv.kartu.zip", "desa.csv.kartu.json", "desa.csv.kartu.html"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name


@loops
def test_what_is_on_a_card_is_taken_up_by_its_first_boot(tmp_path: Path, image: Path) -> None:
    table = table_of(tmp_path / "desa.csv", 1)
    with reader(tmp_path) as slot:
        path = slot.card("satu", 16 * MB)
        slot.put_in(path)
        assert write(tmp_path, image, table, slot.device) == 0
    settings, kept = start_first(tmp_path / "root", settings_on(path, tmp_path))
    assert (settings.place.name, settings.faults) == ("Desa 1", ())
    assert kept["pin"].startswith("scrypt$")
    assert len(kept["token"]) == 32
    assert not (Folders(tmp_path / "root").config.parent / "faults.json").exists()


def write(folder: Path, image: Path, table: Path, *devices: Path) -> int:
    named = [word for device in devices for word in ("--device", str(device))]
    words = ["--data", str(folder / "data"), "cards", "write", "--image", str(image), "--table", str(table)]
    return main([*words, "--base", str(folder / "dasar.toml"), *named])


@loops
def test_a_run_that_was_ended_goes_on_with_the_same_pins(
    tmp_path: Path, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = table_of(tmp_path / "desa.csv", 2)
    with reader(tmp_path) as slot:
        first, second = slot.card("a", 16 * MB), slot.card("b", 16 * MB)
        slot.put_in(first)
        ended = threading.Thread(target=put_next, args=(slot, second, tmp_path / "desa.csv.kartu.json"))
        ended.start()
        assert write(tmp_path, image, table, slot.device) == 0
        ended.join()
    pins = [tomllib.loads(settings_on(each, tmp_path))["technician"]["pin"] for each in (first, second)]
    record = json.loads((tmp_path / "desa.csv.kartu.json").read_text())
    del record["written"]["002-72.01.05.2002"]
    (tmp_path / "desa.csv.kartu.json").write_text(json.dumps(record))
    with reader(tmp_path) as slot:
        slot.put_in(again := slot.card("c", 16 * MB))
        assert write(tmp_path, image, table, slot.device) == 0
    assert tomllib.loads(settings_on(again, tmp_path))["technician"]["pin"] == pins[1]
    capsys.readouterr()
    assert write(tmp_path, image, table) == 0
    assert "0 dari 2 kartu" in capsys.readouterr().out


def put_next(slot: Reader, path: Path, record: Path) -> None:
    """Put the next card in once the first is written."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if record.exists() and '"001-' in record.read_text():
            slot.take_out()
            slot.put_in(path)
            return
        time.sleep(0.1)


@loops
def test_without_a_named_disk_each_card_is_asked_about_once(tmp_path: Path, image: Path, machine: Machine) -> None:
    told: list[str] = []
    asked: list[str] = []
    installation = Installation(Settings(), None, tmp_path, told.append, told.append, "id")
    with reader(tmp_path) as slot, open_image(image, tmp_path) as opened:
        slot.put_in(path := slot.card("satu", 16 * MB))
        number = slot.device.stat().st_rdev
        for name, major, minor in (("sdb", 8, 16), ("sdc", os.major(number), os.minor(number))):
            machine.disk(name, f"{major}:{minor}", size="32768")  # the first is a stick of somebody's
            machine.node(name, major, minor)

        def answer(question: str) -> str:
            asked.append(question)
            return "\n" if "/sdc," in question else "n\n"

        batch = CardBatch(table_of(tmp_path / "desa.csv", 1), BASE)
        CardWriter(installation, BlockDevices(machine.root), batch, opened, [], answer).write_all()
    assert [("/sdb," in each, "/sdc," in each) for each in asked] == [(True, False), (False, True)]
    assert "seluruh isinya hilang" in asked[0]
    assert tomllib.loads(settings_on(path, tmp_path))["place"]["name"] == "Desa 1"


@loops
@pytest.mark.attack(
    "root and keys", "a second run writes cards of the same table", "it is refused: no code stands on two cards"
)
def test_a_second_run_on_one_table_is_refused(tmp_path: Path, image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = table_of(tmp_path / "desa.csv", 1)
    with only_run(table):
        assert write(tmp_path, image, table) == 2
    assert "sedang ditulis" in capsys.readouterr().err


class Lying:
    """A card that says more than it has: what lies beyond is written over what lies before, or lost."""

    def __init__(self, size: int, real: int, *, wraps: bool) -> None:
        self.size, self._real, self._wraps = size, real, wraps
        self._content = bytearray(real)

    def write_at(self, offset: int, content: bytes) -> None:
        for at in range(0, len(content), 512):
            place = (offset + at) % self._real if self._wraps else offset + at
            if place < self._real:
                self._content[place : place + 512] = content[at : at + 512]

    def read_at(self, offset: int, size: int) -> bytes:
        found = bytearray()
        for at in range(0, size, 512):
            place = (offset + at) % self._real if self._wraps else offset + at
            found += self._content[place : place + 512] if place < self._real else bytes(512)
        return bytes(found)

    def settle(self) -> None:
        """Keep all of it in memory."""


@pytest.mark.attack(
    "root and keys",
    "a card says that it has more room than it has",
    "marks behind the image and at its end are read back",
)
@pytest.mark.parametrize("wraps", [True, False])
@pytest.mark.parametrize("real", [9 * MB, 10 * MB, 12 * MB + 512 * 7, 16 * MB, 31 * MB])
def test_a_card_that_lies_about_its_size_is_found(image: Path, real: int, *, wraps: bool) -> None:
    with open_image(image, image.parent) as opened, opened.for_village("") as content:
        with pytest.raises(CardWriteError) as told:
            write_card(Lying(32 * MB, real, wraps=wraps), content, lambda _done, _every: None)
        assert told.value.problem.code in (WritingCode.FALSE_SIZE, WritingCode.OTHER_BYTES)
        write_card(Lying(32 * MB, 32 * MB, wraps=wraps), content, lambda _done, _every: None)


NO_IMAGE = {
    "empty": b"", "zeros": bytes(4_096), "text": b"x" * 4_096,
    "begins before itself": bytes(446) + bytes(4) + b"\x0c" + bytes(3) + bytes(4) + b"\x01\0\0\0" + bytes(48) + b"\x55\xaa",
    "ends beyond": bytes(446) + bytes(4) + b"\x0c" + bytes(3) + b"\x01\0\0\0\xff\xff\xff\xff" + bytes(48) + b"\x55\xaa",
}  # fmt: skip


@pytest.mark.attack(
    "root and keys", "an image is empty, none, cut, a device or a pipe", "told in one line, and no card is touched"
)
@pytest.mark.parametrize("content", NO_IMAGE.values(), ids=NO_IMAGE)
def test_what_is_no_image_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.img"
    path.write_bytes(content)
    with pytest.raises(CardWriteError) as told, open_image(path, tmp_path):
        pass
    assert told.value.problem.code == WritingCode.IMAGE_NONE


@pytest.mark.attack("root and keys", "an image is empty, none, cut, a device or a pipe")
def test_a_device_a_pipe_and_a_torn_packing_are_no_images(tmp_path: Path, image: Path) -> None:
    os.mkfifo(tmp_path / "pipa")
    run("zstd", "-q", image, "-o", tmp_path / "utuh.img.zst")
    torn = tmp_path / "torn.img.zst"
    torn.write_bytes((tmp_path / "utuh.img.zst").read_bytes()[:-4_000])
    for path in (Path("/dev/zero"), tmp_path / "pipa", tmp_path, tmp_path / "fehlt", torn):
        with pytest.raises(CardWriteError) as told, open_image(path, tmp_path):
            pass
        assert told.value.problem.code == WritingCode.IMAGE_UNREAD, path
    with open_image(tmp_path / "utuh.img.zst", tmp_path) as opened, opened.for_village("# a") as content:
        assert b"".join(chunk for _, chunk in content.chunks())[:MB] == image.read_bytes()[:MB]


class Machine:
    """The disks of a machine as sysfs and /proc have them, for a process that looks below another root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("sys/block", "sys/dev/block", "proc/self", "dev"):
            (root / name).mkdir(parents=True)
        (root / "proc/self/mountinfo").write_text("")
        (root / "proc/swaps").write_text("Filename Type Size Used Priority\n")

    def disk(self, name: str, number: str, **facts: str) -> Path:
        place = self.root / "sys/block" / name
        place.mkdir()
        for key, value in {"removable": "1", "size": "65536", "dev": number, "diskseq": "7", **facts}.items():
            path = place / key.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{value}\n")
        (self.root / "sys/dev/block" / number).symlink_to(place)
        return place

    def part(self, disk: Path, name: str, number: str) -> Path:
        place = disk / name
        (place / "holders").mkdir(parents=True)
        (place / "partition").write_text("1\n")
        (place / "dev").write_text(f"{number}\n")
        (self.root / "sys/dev/block" / number).symlink_to(place)
        return place

    def node(self, name: str, major: int, minor: int) -> Path:
        path = self.root / "dev" / name
        os.mknod(path, 0o600 | stat.S_IFBLK, os.makedev(major, minor))
        return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "akar")


def refused(machine: Machine, path: Path) -> str:
    with pytest.raises(CardWriteError) as told:
        BlockDevices(machine.root).check(path)
    return told.value.problem.code


refuses = pytest.mark.attack(
    "root and keys",
    "a disk of the machine is named as the card's",
    "fixed, mounted, swapped to, held, linked: refused before it is opened",
)


@loops
@refuses
def test_disks_of_the_machine_are_refused(machine: Machine) -> None:
    machine.disk("sda", "8:0", removable="0")
    assert refused(machine, machine.node("sda", 8, 0)) == WritingCode.FIXED
    machine.part(machine.disk("sdb", "8:16"), "sdb1", "8:17")
    stick, part = machine.node("sdb", 8, 16), machine.node("sdb1", 8, 17)
    assert BlockDevices(machine.root).check(stick) == "sdb"
    assert refused(machine, part) == WritingCode.PART
    mounts = machine.root / "proc/self/mountinfo"
    mounts.write_text("36 35 8:17 / /media/budi/BOOT\\040A rw - vfat /dev/sdb1 rw\n")
    assert refused(machine, stick) == WritingCode.MOUNTED
    mounts.write_text("36 35 0:55 / / rw - btrfs /dev/sdb1 rw\n")
    assert refused(machine, stick) == WritingCode.MOUNTED, "by a file system with a number of its own"
    mounts.write_text("")
    (machine.root / "proc/swaps").write_text("Filename Type\n/dev/sdb1 partition 1 0 -2\n")
    assert refused(machine, stick) == WritingCode.SWAP
    (machine.root / "proc/swaps").write_text("Filename Type\n")
    (machine.root / "sys/block/sdb/sdb1/holders/dm-0").mkdir()
    assert refused(machine, stick) == WritingCode.HELD


@loops
@refuses
def test_links_and_nodes_under_other_names_are_refused(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sdb", "8:16")
    stick = machine.node("sdb", 8, 16)
    link, other, plain = tmp_path / "sdb", machine.node("kartu", 8, 16), tmp_path / "sdc"
    link.symlink_to(stick)
    plain.write_bytes(b"")
    assert refused(machine, link) == WritingCode.LINK
    for path in (other, plain, tmp_path, Path("/dev/null"), machine.node("sdz", 250, 99), tmp_path / "fehlt"):
        assert refused(machine, path) == WritingCode.NO_DEVICE, path


def test_cards_are_found_by_what_can_be_taken_out(machine: Machine) -> None:
    machine.disk("sda", "8:0", removable="0")
    machine.disk("sdb", "8:16", device__model="Card Reader")
    machine.disk("sdc", "8:32", size="0")
    machine.disk("sr0", "11:0", device__type="5")
    machine.disk("mmcblk0", "179:0", removable="0", device__type="MMC")
    machine.disk("mmcblk1", "179:8", removable="0", device__type="SD")
    machine.disk("loop3", "7:3", removable="0")
    devices = BlockDevices(machine.root)
    assert [(each.name, each.size, each.model) for each in devices.cards()] == [
        ("mmcblk1", 65_536 * 512, ""), ("sdb", 65_536 * 512, "Card Reader"),
    ]  # fmt: skip
    assert [each.name for each in devices.cards([Path("/dev/loop3"), Path("/dev/sdc")])] == ["loop3"]


@loops
@refuses
def test_a_mounted_card_and_this_machine_s_own_disk_are_refused(
    tmp_path: Path, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = table_of(tmp_path / "desa.csv", 1)
    own = run("findmnt", "-no", "SOURCE", "/")
    if own.startswith("/dev/"):
        assert write(tmp_path, image, table, Path(own)) == 2
    with reader(tmp_path) as slot:
        path = slot.card("isi", 16 * MB)
        run("mke2fs", "-q", path)
        slot.put_in(path)
        (tmp_path / "m").mkdir()
        run("mount", slot.device, tmp_path / "m")
        try:
            before = path.read_bytes()
            assert write(tmp_path, image, table, slot.device) == 2
            assert path.read_bytes() == before
            (disk,) = BlockDevices().cards([slot.device])
            with pytest.raises(CardWriteError) as told, BlockDevices(blind(tmp_path)).open_card(disk):
                pass
            assert told.value.problem.code == WritingCode.BUSY, "the kernel says it, too"
        finally:
            run("umount", tmp_path / "m")
    assert "dipakai di" in capsys.readouterr().err


def blind(folder: Path) -> Path:
    """A root whose sysfs is that of the machine, and whose /proc knows of no mount."""
    root = folder / "blind"
    (root / "proc/self").mkdir(parents=True)
    (root / "sys").symlink_to("/sys")
    (root / "dev").symlink_to("/dev")
    return root


@pytest.mark.attack(
    "root and keys",
    "a table names a device, or heads that nobody knows",
    "a cell is a name or nothing: it opens no disk",
)
def test_a_table_that_names_a_disk_opens_none(tmp_path: Path) -> None:
    table = tmp_path / "desa.csv"
    table.write_text("kode,nama,device,image\n7201052001,/dev/sda,/dev/sda,/dev/zero\n")
    (card,) = CardBatch(table, BASE).cards
    assert (card.name, "device" in card.text) == ("/dev/sda", False)


BAD_TABLES = [
    ("kode,nama\n7201052001,=cmd\n", "B2"), ("kode,nama\n7201052001,A\n7201052001,A\n", "Baris 3"),
    ("kode,pin\n7201052001,246810\n", "Baris 1"), ("kode,nama,pin\n7201052001,A,246810\n7201052002,B,246810\n", "Baris 3"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told"), BAD_TABLES)
def test_a_bad_table_is_told_by_its_row_and_leaves_nothing(
    tmp_path: Path, image: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    table = table_of(tmp_path / "desa.csv", 1)
    table.write_text(content)
    assert write(tmp_path, image, table) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.glob("desa.csv.*"))


@pytest.mark.attack(
    "root and keys",
    "a record of written cards is another's, forged or a link",
    "it is not believed, and nothing is written",
)
@pytest.mark.parametrize("kind", ["foreign", "open", "link", "pipe", "none", "other", "form"])
def test_a_record_that_is_not_ours_is_not_believed(tmp_path: Path, kind: str) -> None:
    table = table_of(tmp_path / "desa.csv", 2)
    CardBatch(table, BASE)
    record = tmp_path / "desa.csv.kartu.json"
    match kind:
        case "foreign" if ROOT:
            os.chown(record, 12_345, 12_345)
        case "open" | "foreign":
            record.chmod(0o666)
        case "link":
            record.rename(tmp_path / "asli.json")
            record.symlink_to(tmp_path / "asli.json")
        case "pipe":
            record.unlink()
            os.mkfifo(record)
        case "none":
            record.write_text("{" * 10_000)
        case "other":
            table.write_text(table.read_text().replace("Desa 1", "Desa Satu"))
        case "form":
            record.write_text(record.read_text().replace('"form":1', '"form":2'))
    with pytest.raises(CardWriteError) as told:
        CardBatch(table, BASE)
    assert told.value.problem.code.startswith("batch_state")


def test_a_zip_beside_the_table_that_no_record_knows_is_never_written_over(tmp_path: Path) -> None:
    table = table_of(tmp_path / "desa.csv", 2)
    (tmp_path / "desa.csv.kartu.zip").write_bytes(b"PINs of another day")
    with pytest.raises(CardWriteError) as told:
        CardBatch(table, BASE)
    assert told.value.problem.code == WritingCode.ZIP_THERE
    assert (tmp_path / "desa.csv.kartu.zip").read_bytes() == b"PINs of another day"


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


CARD = b'[place]\nname = "A"\narea = "72.01.05.2001"\n\n[technician]\npin = "%d"\n\n[post]\ncode = "%s"\n'
BAD_ZIPS = {
    "bomb": {"001-72.01.05.2001/kiosk.toml": bytes(200_000_000)},
    "bomb beside": {"001-72.01.05.2001/kiosk.toml": CARD % (246810, b"ACDEFGHJ"), "kartu.csv": bytes(200_000_000)},
    "nothing": {"baca.txt": b""},
    "path": {"../001-72.01.05.2001/kiosk.toml": CARD % (246810, b"ACDEFGHJ")},
    "no TOML": {"001-72.01.05.2001/kiosk.toml": b"[["},
    "no UTF-8": {"001-72.01.05.2001/kiosk.toml": b"\xff\xfe\xff"},
    "a fault": {"001-72.01.05.2001/kiosk.toml": b"[speech]\nrat = 1\n"},
    "one code twice": {
        "001-72.01.05.2001/kiosk.toml": CARD % (246810, b"ACDEFGHJ"),
        "002-72.01.05.2002/kiosk.toml": CARD % (246811, b"ACDEFGHJ"),
    },
    "one PIN twice": {
        "001-72.01.05.2001/kiosk.toml": CARD % (246810, b"ACDEFGHJ"),
        "002-72.01.05.2002/kiosk.toml": CARD % (246811, b"ACDEFGHK"),
        "003-72.01.05.2003/kiosk.toml": CARD % (246810, b"ACDEFGHL"),
    },
}


@pytest.mark.attack(
    "root and keys",
    "a ZIP of cards is a bomb, has paths, no settings, or doubles",
    "bounded, told by its card, nothing made",
)
@pytest.mark.parametrize("files", BAD_ZIPS.values(), ids=BAD_ZIPS)
def test_a_zip_that_is_none_of_ours_is_told(files: dict[str, bytes]) -> None:
    with pytest.raises(CardWriteError) as told:
        read_zip(packed(files), "kartu.zip")
    assert told.value.problem.code.startswith("batch_zip")


def test_a_zip_cut_at_any_place_is_told() -> None:
    whole = packed({"001-72.01.05.2001/kiosk.toml": CARD % (246810, b"ACDEFGHJ")})
    for end in range(4, len(whole), 7):
        with pytest.raises(CardWriteError):
            read_zip(whole[:end], "kartu.zip")
