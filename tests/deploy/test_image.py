"""The image's parts that need no emulation: files joined to a card, scripts that run at a boot, the bill of materials."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from deploy.image.assemble import main as assemble
from deploy.image.sbom import bill, debian
from deploy.image.seed import SAMPLE, settings

pytestmark = pytest.mark.attack(
    "root and keys",
    "a device in a USB port speaks to a driver that no kiosk uses",
    "of 3,981 kernel modules the image has those of its boards, of modems and of slip printers (`deploy/image/modules.txt`)",
)


IMAGE = Path(__file__).parents[2] / "deploy/image"
SCRIPTS = IMAGE / "root/usr/lib/kiosk"
EPOCH = 1_764_000_000


def make_base(path: Path) -> None:
    """A tar as mmdebstrap leaves it: folders end in nothing, names begin with ./"""
    with tarfile.open(path, "w") as tar:
        for name in ("./etc", "./boot", "./boot/firmware", "./var", "./var/lib", "./usr"):
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, 0o755, EPOCH + 9
            tar.addfile(entry)
        for name, text in {
            "./etc/hostname": "debian",
            "./etc/keeps": "its own",
            "./usr/sertifikat-Főtanúsítvány": "a name beyond ASCII",
            "./var/lib/hidden": "x",
            "./boot/vmlinuz": "twice",
            "./boot/firmware/vmlinuz": "kernel",
            "./boot/firmware/cmdline.txt": "the package's",
        }.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(text.encode()), 0o644, EPOCH - 9
            tar.addfile(entry, io.BytesIO(text.encode()))


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name, size in {"BOOT_MB": 36, "DATA_MB": 8, "INODES": 2000}.items():
        monkeypatch.setattr(f"deploy.image.assemble.{name}", size)
    make_base(tmp_path / "base.tar")
    tree, boot = tmp_path / "tree", tmp_path / "boot"
    (tree / "etc").mkdir(parents=True)
    boot.mkdir()
    (tree / "etc/hostname").write_text("kiosk")
    (tree / "etc/link").symlink_to("/run/elsewhere")
    (tree / "srv/info-desa").mkdir(parents=True)
    (tree / "run-me").write_text("#!/bin/sh")
    (tree / "run-me").chmod(0o775)
    (boot / "cmdline.txt").write_text("ours")
    (boot / "kiosk.toml").write_text("[place]")
    return ["--base", str(tmp_path / "base.tar"), "--tree", str(tree), "--boot", str(boot), "--epoch", str(EPOCH)]


def build(parts: list[str], out: Path) -> Path:
    assemble([*parts, "--out", str(out)])
    return out


def part_of(image: Path, number: int, to: Path) -> Path:
    table = json.loads(subprocess.run(["sfdisk", "-J", str(image)], check=True, capture_output=True).stdout)
    found = table["partitiontable"]["partitions"][number - 1]
    with image.open("rb") as source:
        source.seek(found["start"] * 512)
        to.write_bytes(source.read(found["size"] * 512))
    return to


def ask(partition: Path, request: str) -> str:
    return subprocess.run(
        ["debugfs", "-R", request, str(partition)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    ).stdout


def test_the_data_partition_has_its_folders_which_are_those_of_kiosk_folders(parts: list[str], tmp_path: Path) -> None:
    data = part_of(build(parts, tmp_path / "kiosk.img"), 3, tmp_path / "data.ext4")
    made = [
        re.search(r"Mode:\s+0?(\d+).*User:\s+(\d+)\s+Group:\s+(\d+)", ask(data, f"stat /{name}"), re.DOTALL)
        for name in ("kiosk", "system", "shaders")
    ]
    assert [found and found.groups() for found in made] == [
        ("2770", "801", "800"),
        ("700", "0", "0"),
        ("700", "801", "801"),
    ]
    unit = (IMAGE.parents[1] / "systemd/kiosk-folders.service").read_text()
    assert "-o kiosk -g kiosk-data -m 2770 /data/kiosk\n" in unit
    assert unit.count("-m 0700 /data/system\n") == 1
    assert unit.count("-o kiosk -g kiosk -m 0700 /data/shaders\n") == 1
    users = (IMAGE.parents[1] / "systemd/sysusers.conf").read_text()
    assert "g kiosk-data 800 " in users
    assert "u kiosk 801 " in users


def test_a_card_is_joined_from_packages_and_our_files(parts: list[str], tmp_path: Path) -> None:
    image = build(parts, tmp_path / "kiosk.img")
    root = part_of(image, 2, tmp_path / "root.ext4")
    assert ask(root, "cat /etc/hostname") == "kiosk"
    assert ask(root, "cat /etc/keeps") == "its own"
    assert ask(root, "cat /usr/sertifikat-Főtanúsítvány") == "a name beyond ASCII"
    assert "/run/elsewhere" in ask(root, "stat /etc/link")
    assert "0755" in ask(root, "stat /run-me")
    assert "vmlinuz" not in ask(root, "ls -l /boot")
    assert "hidden" not in ask(root, "ls -l /var")
    assert subprocess.run(["e2fsck", "-fn", str(root)], capture_output=True, check=False).returncode == 0
    assert (
        subprocess.run(
            ["e2fsck", "-fn", str(part_of(image, 3, tmp_path / "data.ext4"))], capture_output=True, check=False
        ).returncode
        == 0
    )
    fat = f"{image}@@4M"
    typed = {
        name: subprocess.run(["mtype", "-i", fat, f"::{name}"], check=True, capture_output=True, text=True).stdout
        for name in ("vmlinuz", "cmdline.txt", "kiosk.toml")
    }
    assert typed == {"vmlinuz": "kernel", "cmdline.txt": "ours", "kiosk.toml": "[place]"}


def test_the_folder_for_phones_has_the_owner_that_a_start_would_give_it(parts: list[str], tmp_path: Path) -> None:
    """The root is never written, and systemd-tmpfiles may come before the data partition lies over this folder."""
    root = part_of(build(parts, tmp_path / "kiosk.img"), 2, tmp_path / "root.ext4")
    told = re.search(r"Mode:\s+0?(\d+).*User:\s+(\d+)\s+Group:\s+(\d+)", ask(root, "stat /srv/info-desa"), re.DOTALL)
    assert told
    assert told.groups() == ("755", "802", "800")
    systemd = IMAGE.parents[1] / "systemd"
    assert "d /srv/info-desa 0755 kiosk-refresher kiosk-data -\n" in (systemd / "tmpfiles.conf").read_text()
    users = (systemd / "sysusers.conf").read_text()
    assert "g kiosk-data 800 " in users
    assert "u kiosk-refresher 802 " in users


def test_the_same_parts_make_the_same_bytes(parts: list[str], tmp_path: Path) -> None:
    one = build(parts, tmp_path / "one.img").read_bytes()
    os.utime(tmp_path / "tree/etc/hostname", (1, 1))
    assert build(parts, tmp_path / "two.img").read_bytes() == one
    (tmp_path / "tree/etc/hostname").write_text("other")
    assert build(parts, tmp_path / "three.img").read_bytes() != one


def test_the_image_has_no_name_of_its_own_that_would_keep_the_settings_from_naming_it() -> None:
    """hostnamectl(1): a transient name holds only where there is no static one (hostname(5): lines of a comment are none)."""
    assert all(line.startswith("#") for line in (IMAGE / "root/etc/hostname").read_text().splitlines())
    assert "\nhostname-mode=none\n" in (IMAGE / "root/etc/NetworkManager/conf.d/kiosk.conf").read_text()


def test_every_line_of_the_bill_is_a_package(tmp_path: Path) -> None:
    table = tmp_path / "packages"
    table.write_text("libc6:arm64\t2.41-12+deb13u4\tarm64\tglibc\npython3-kivy\t2.3.1-1+b1\tarm64\tkivy\n")
    made = bill(list(debian(table)), "kiosk", "00" * 32, EPOCH)
    assert [component["purl"] for component in made["components"]] == [
        "pkg:deb/debian/libc6@2.41-12%2Bdeb13u4?arch=arm64&distro=trixie",
        "pkg:deb/debian/python3-kivy@2.3.1-1%2Bb1?arch=arm64&distro=trixie",
    ]
    assert bill(list(debian(table)), "kiosk", "00" * 32, EPOCH) == made


# the scripts of a boot


def seed(edition: Path, data: Path) -> None:
    subprocess.run([str(SCRIPTS / "seed"), str(edition), str(data)], check=True)


def test_an_edition_is_laid_into_an_empty_data_folder(tmp_path: Path) -> None:
    edition, data = tmp_path / "edition", tmp_path / "data"
    (edition / "media").mkdir(parents=True)
    (edition / "content.sqlite").write_text("store")
    (edition / "media/a.jpg").write_text("picture")
    (data / "media").mkdir(parents=True)
    (data / "content.sqlite.new").write_text("torn by a power cut")
    seed(edition, data)
    assert sorted(str(path.relative_to(data)) for path in data.rglob("*.*")) == ["content.sqlite", "media/a.jpg"]
    assert (data / "content.sqlite").read_text() == "store"
    assert (
        oct((data / "content.sqlite").stat().st_mode & 0o777) == "0o660"
    )  # the refresher is another user of the group


def test_the_sample_names_nothing_of_the_machine_that_builds() -> None:
    named = re.findall(r'"(/[^"]+)"', settings())
    assert len(named) > 5
    assert not [path for path in named if not path.startswith(f"{SAMPLE}/")]


def keep_faults(tmp_path: Path, lines: list[str], file: Path) -> None:
    """Run `keep-faults` on *file* with a journal that holds *lines*."""
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    (tmp_path / "journal").write_text("".join(f"{line}\n" for line in lines))
    (programs / "journalctl").write_text(f"#!/bin/sh\ncat {tmp_path}/journal\n")
    (programs / "journalctl").chmod(0o755)
    (tmp_path / "run").mkdir(exist_ok=True)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "RUNTIME_DIRECTORY": str(tmp_path / "run")}
    subprocess.run([str(SCRIPTS / "keep-faults"), str(file)], check=True, env=environment)


def test_faults_are_kept_once_a_boot_and_nothing_is_written_where_there_is_none(tmp_path: Path) -> None:
    file = tmp_path / "faults.log"
    keep_faults(tmp_path, [], file)
    assert not file.exists()
    keep_faults(
        tmp_path,
        ["2026-11-25T10:00:00 kernel: usb 1-1: error -71", "2026-11-25T10:00:05 kernel: usb 1-2: error -71"],
        file,
    )
    assert file.read_text() == "2026-11-25T10:00:00 kernel: usb 1-1: error -71\n"
    written = file.stat().st_ino
    keep_faults(tmp_path, ["2026-11-25T10:30:00 kernel: usb 1-1: error -71"], file)
    assert file.stat().st_ino == written
    keep_faults(tmp_path, [f"2026-11-25T11:00:00 unit: fault {'x' * number}" for number in range(600)], file)
    kept = file.read_text().splitlines()
    assert len(kept) == 500
    assert kept[-1].endswith("x" * 599)


def test_where_faults_cannot_be_kept_nothing_fails(tmp_path: Path) -> None:
    """A card that refuses writes would have one more failed unit."""
    keep_faults(tmp_path, ["2026-11-25T10:00:00 kernel: mmc0: error -110"], tmp_path / "gone" / "faults.log")
    assert not (tmp_path / "gone").exists()


def kernel_with(root: Path, needs: dict[str, str]) -> Path:
    """A kernel's folder of modules with depmod's list of what each needs."""
    kernel = root / "usr/lib/modules/6.12.1-arm64"
    for path in needs:
        (kernel / path).parent.mkdir(parents=True, exist_ok=True)
        (kernel / path).touch()
    (kernel / "modules.dep").write_text("".join(f"{path}: {others}\n" for path, others in needs.items()))
    return kernel


def take_out(root: Path, listed: str) -> subprocess.CompletedProcess[str]:
    (root / "list").write_text(listed)
    command = ["python3", str(IMAGE / "modules.py"), str(root), str(root / "list")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_of_the_kernels_modules_only_the_named_and_what_they_need_stay(tmp_path: Path) -> None:
    fat, vfat = "kernel/fs/fat/fat.ko.xz", "kernel/fs/fat/vfat.ko.xz"
    kernel = kernel_with(
        tmp_path,
        {
            fat: "",
            vfat: fat,
            "kernel/drivers/usb/storage/uas.ko.xz": "kernel/drivers/usb/core.ko",
            "kernel/drivers/usb/core.ko": "",
            "kernel/drivers/bluetooth/btusb.ko.xz": "kernel/drivers/usb/core.ko",
            "kernel/drivers/usb/storage/uas-of-another.ko.xz": "",
        },
    )
    done = take_out(tmp_path, "# sticks\nfs/fat/vfat\ndrivers/usb/storage/ua? # fast ones\n")
    assert done.returncode == 0, done.stderr
    left = sorted(str(path.relative_to(kernel)) for path in kernel.rglob("*.ko*"))
    assert left == ["kernel/drivers/usb/core.ko", "kernel/drivers/usb/storage/uas.ko.xz", fat, vfat]
    assert not (kernel / "kernel/drivers/bluetooth").exists()


def test_a_module_that_no_kernel_has_fails_the_build_before_anything_is_taken_out(tmp_path: Path) -> None:
    kernel = kernel_with(tmp_path, {"kernel/fs/fat/fat.ko.xz": ""})
    done = take_out(tmp_path, "fs/fat/fat\nfs/fat/vfta\n")
    assert done.returncode == 1
    assert "fs/fat/vfta" in done.stderr
    assert (kernel / "kernel/fs/fat/fat.ko.xz").exists()
