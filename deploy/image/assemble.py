"""Step 4 of build-image.sh: the packages' tar and what this repository adds -> one SD card image, without a mount or a loop device.

    python -m deploy.image.assemble --base base.tar --tree ROOT [--tree ROOT …] --boot FILES --out kiosk.img --epoch SECONDS

Plain MBR (a hybrid GPT hangs a Pi 4): p1 FAT "BOOT", p2 ext4 "root", p3 ext4 "data", small until the first boot. Byte-equal when
repeated: times, identifiers, hash seeds and the order of files are given.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

MB = 1024 * 1024
START_MB = 4
BOOT_MB = 256  # room for the kernels of later updates
DATA_MB = 64
INODES = 120_000
DISK_ID = "4b494f53"  # "KIOS": partitions are named by it (PARTUUID=4b494f53-03), whatever bus the card is on
UUID = "6b1a0c5e-0000-4000-8000-00000000000{}"
FIRMWARE = "./boot/firmware/"
# not in the root file system: the boot partition's own, and what the volatile /var hides
LEFT_OUT = ("./boot/", "./var/", "./dev/", "./proc/", "./sys/", "./run/", "./tmp/")
# numbers of systemd/sysusers.conf
DATA_FOLDERS = (
    ("kiosk", 0o2770, 801, 800),
    ("system", 0o700, 0, 0),
    ("shaders", 0o700, 801, 801),
    ("public", 0o755, 802, 800),
    ("courier", 0o2770, 808, 808),
)
EMPTY = ("./data", "./boot/firmware")  # where partitions are mounted
# systemd/tmpfiles.conf wants it so, also before the data partition's folder lies over it: the root cannot be changed then
OWNERS = {"./srv/info-desa": (802, 800)}


def run(*command: str | Path, **environment: str) -> None:
    # mke2fs reads names beyond ASCII from a tar in a UTF-8 locale alone
    subprocess.run([str(word) for word in command], check=True, env=os.environ | {"LC_ALL": "C.UTF-8"} | environment)


def own_files(trees: list[Path]) -> dict[str, Path]:
    """Return the file for each name in the tar, from all *trees*; a later tree wins."""
    return {f"./{path.relative_to(tree)}": path for tree in trees for path in sorted(tree.rglob("*"))}


def members(
    base: tarfile.TarFile, own: dict[str, Path], epoch: int
) -> Iterator[tuple[tarfile.TarInfo, io.BufferedReader | None]]:
    """Yield the entries of the root file system: the base's, then our own, each path once."""
    folders = set()
    for member in base:
        name = member.name
        if name.startswith(LEFT_OUT) or (name in own and not (member.isdir() and own[name].is_dir())):
            continue
        if member.isdir():
            folders.add(name.rstrip("/"))
        member.mtime = min(int(member.mtime), epoch)
        yield member, base.extractfile(member) if member.isreg() else None  # type: ignore[misc]  # a tar's file is a reader
    for name in EMPTY:
        yield _entry(tarfile.DIRTYPE, name, epoch), None
    for name, path in sorted(own.items()):
        if path.is_dir() and not path.is_symlink():
            if name not in folders:
                yield _entry(tarfile.DIRTYPE, name, epoch), None
        elif path.is_symlink():
            entry = _entry(tarfile.SYMTYPE, name, epoch)
            entry.linkname = str(path.readlink())
            yield entry, None
        else:
            entry = _entry(tarfile.REGTYPE, name, epoch, path.stat().st_mode)
            entry.size = path.stat().st_size
            yield entry, path.open("rb")


def _entry(kind: bytes, name: str, epoch: int, mode: int = 0o755) -> tarfile.TarInfo:
    """Return a tar entry of root's, readable by all but for the shadow files."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.mtime = kind, epoch
    entry.mode = 0o640 if name in ("./etc/shadow", "./etc/gshadow") else 0o755 if mode & 0o100 else 0o644
    if entry.mode == 0o640:
        entry.gid = 42  # shadow's, in every Debian (base-passwd)
    if name in OWNERS:
        entry.uid, entry.gid = OWNERS[name]  # by number: what unpacks it need not know the name
    else:
        entry.uname = entry.gname = "root"
    return entry


def write_tar(base: Path, own: dict[str, Path], out: Path, epoch: int) -> int:
    """Write the root file system's tar. Return the bytes that its files take in blocks of 4 KB, with their inodes."""
    taken = 0
    with tarfile.open(base) as source, tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as made:
        for member, content in members(source, own, epoch):
            if not (member.name + member.linkname).isascii():
                # else libarchive in mke2fs: "Linkname can't be converted"
                member.pax_headers = {"hdrcharset": "BINARY"}
            made.addfile(member, content)
            taken += -(-member.size // 4096) * 4096 + 256
            if content is not None:
                content.close()
    return taken


def make_root(tar: Path, out: Path, size_mb: int, epoch: int) -> None:
    """Make the root's ext4 image, without a journal, for it is never written."""
    run(
        "mke2fs", "-q", "-t", "ext4", "-L", "root", "-U", UUID.format(1), "-O", "^has_journal", "-m", "0", "-N", str(INODES),
        "-E", f"hash_seed={UUID.format(2)},lazy_itable_init=0", "-d", tar, out, f"{size_mb}M",
        E2FSPROGS_FAKE_TIME=str(epoch), SOURCE_DATE_EPOCH=str(epoch),
    )  # fmt: skip


def make_data(tar: Path, out: Path, epoch: int) -> None:
    """Make the data partition with its folders, so that the first boot need not (kiosk-folders.service has their owners).

    It has no orphan file: where that is damaged e2fsck finds nothing wrong, and the kernel does not mount.
    """
    with tarfile.open(tar, "w", format=tarfile.PAX_FORMAT) as made:
        for name, mode, user, group in DATA_FOLDERS:
            entry = tarfile.TarInfo(name)
            entry.type, entry.mtime, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, epoch, mode, user, group
            made.addfile(entry)
    run(
        "mke2fs", "-q", "-t", "ext4", "-L", "data", "-U", UUID.format(3), "-m", "0", "-O", "^orphan_file",
        "-E", f"hash_seed={UUID.format(4)},root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0",
        "-d", tar, out, f"{DATA_MB}M",
        E2FSPROGS_FAKE_TIME=str(epoch), SOURCE_DATE_EPOCH=str(epoch),
    )  # fmt: skip


def firmware_of(base: Path, root: Path) -> None:
    """Copy the files of /boot/firmware in the tar *base* to the folder *root*."""
    with tarfile.open(base) as source:
        for member in source:
            if member.name.startswith(FIRMWARE) and member.isreg():
                path = root / member.name.removeprefix(FIRMWARE)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    shutil.copyfileobj(source.extractfile(member), file)  # type: ignore[arg-type]  # it is regular


def make_fat(root: Path, out: Path, size_mb: int, label: str, epoch: int) -> None:
    """Make a FAT image *out* of the files of *root*, kernel and ramdisk last: their sizes change, and move no other file."""
    out.unlink(missing_ok=True)
    with out.open("wb") as file:
        file.truncate(size_mb * MB)
    run("mkfs.vfat", "--invariant", "-F", "32", "-i", DISK_ID, "-n", label, out)
    for path in sorted(root.rglob("*"), key=lambda path: (path.name.startswith(("vmlinuz", "initrd")), path)):
        os.utime(path, (epoch, epoch))
        name = f"::{path.relative_to(root)}"
        if path.is_dir():
            run("mmd", "-i", out, name, TZ="UTC", SOURCE_DATE_EPOCH=str(epoch))
        else:
            run("mcopy", "-m", "-i", out, path, name, TZ="UTC", SOURCE_DATE_EPOCH=str(epoch))


def make_boot(base: Path, extra: Path, out: Path, epoch: int) -> None:
    """Make the FAT boot partition *out* of the base's /boot/firmware and the files of *extra*."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        firmware_of(base, root)
        shutil.copytree(extra, root, dirs_exist_ok=True)
        make_fat(root, out, BOOT_MB, "BOOT", epoch)


def join(parts: list[tuple[Path, int, str]], out: Path) -> None:
    """`parts` are (file, megabytes, type in the MBR's table)."""
    table, start = f"label: dos\nlabel-id: 0x{DISK_ID}\n", START_MB
    for number, (_, size, kind) in enumerate(parts):
        table += f"start={start}MiB, size={size}MiB, type={kind}{', bootable' if number == 0 else ''}\n"
        start += size
    out.unlink(missing_ok=True)
    with out.open("wb") as file:
        file.truncate(start * MB)
    subprocess.run(["sfdisk", "-q", str(out)], input=table, text=True, check=True)
    start = START_MB
    for path, size, _ in parts:
        run("dd", f"if={path}", f"of={out}", "bs=1M", f"seek={start}", "conv=notrunc,sparse", "status=none")
        start += size


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="deploy.image.assemble")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tree", type=Path, action="append", required=True)
    parser.add_argument("--boot", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epoch", type=int, required=True)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=asked.out.parent) as folder:
        work = Path(folder)
        taken = write_tar(asked.base, own_files(asked.tree), work / "root.tar", asked.epoch)
        root_mb = taken * 105 // 100 // MB + 16 + INODES * 256 // MB  # directories, bitmaps, inodes
        make_root(work / "root.tar", work / "root.ext4", root_mb, asked.epoch)
        (work / "root.tar").unlink()
        make_data(work / "data.tar", work / "data.ext4", asked.epoch)
        make_boot(asked.base, asked.boot, work / "boot.vfat", asked.epoch)
        parts = [
            (work / "boot.vfat", BOOT_MB, "c"),
            (work / "root.ext4", root_mb, "83"),
            (work / "data.ext4", DATA_MB, "83"),
        ]
        join(parts, asked.out)


if __name__ == "__main__":
    main()
