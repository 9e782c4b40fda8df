"""Step 4 of build-image.sh --systems two: the packages' tar and our files -> a card with two systems, of which RAUC writes one.

    python -m deploy.image.two_systems --base base.tar --tree ROOT [--tree ROOT …] --card FILES --boot FILES --parts OUT
        --out kiosk.img --epoch SECONDS

MBR: p1 FAT "KIOSK" (kiosk.toml, and autoboot.txt, which tells the firmware where to start), p2 and p3 FAT, what the firmware
starts of system A and B; p4 holds p5 and p6, their roots, and p7, data. B's root and p7 are no bytes of the image:
/usr/lib/kiosk/make-room makes them on the card. A root is EROFS with the hashes of its blocks behind it (dm-verity). `--parts` gets
what a bundle is made of: root.img, boot.vfat. Byte-equal when repeated.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.image.assemble import DISK_ID, MB, START_MB, UUID, firmware_of, make_fat, own_files, run, write_tar
from deploy.image.rescue import append, pictures

CARD_MB = 64
BOOT_MB = 128
ROOT_MB = 704  # room for ten years of updates; make-room gives B's root the same
BLOCK = 4096
CLUSTER = 262_144  # bytes: 24 MB smaller than with 64 KB
PACKING = "zstd,level=9"
SALT = hashlib.sha256(b"kim-kiosk").hexdigest()  # given, so that the same files have the same hashes
AUTOBOOT = "[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n"
FIRST_STAGE = "bootcode.bin"  # of a Raspberry Pi 3, whose ROM looks for it in the first FAT partition alone


def make_root(tar: Path, out: Path, epoch: int, packing: str = PACKING) -> str:
    """EROFS with its hashes; returns what the kernel's command line says of it, from the number of blocks on.

    Each file has clusters of its own: what did not change is the same blocks in the next image, wherever they lie.
    """
    run(
        "mkfs.erofs", "--quiet", "--tar=f", f"-z{packing}", f"-C{CLUSTER}", "-U", UUID.format(1), "-T", str(epoch), "--mkfs-time",
        "--preserve-mtime", "-L", "root", "-x-1", out, tar,
    )  # fmt: skip
    blocks = -(-out.stat().st_size // BLOCK)
    with out.open("r+b") as file:
        file.truncate(blocks * BLOCK)
    told = subprocess.run(
        [
            "veritysetup", "format", "--no-superblock", f"--data-blocks={blocks}", f"--hash-offset={blocks * BLOCK}",
            f"--salt={SALT}", str(out), str(out),
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = next(line.split()[-1] for line in told.splitlines() if line.startswith("Root hash:"))
    if out.stat().st_size > ROOT_MB * MB:
        raise SystemExit(f"the root takes {out.stat().st_size} bytes, more than the {ROOT_MB} MB of its partition")
    return f"{blocks},{found},{SALT}"


def make_boot(base: Path, extra: Path, verity: str, out: Path, epoch: int) -> None:
    """Make the boot partition of system A (p2). A bundle's hook turns A into B where it writes it to p3."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        firmware_of(base, root)
        shutil.copytree(extra, root, dirs_exist_ok=True)
        line = (root / "cmdline.txt").read_text("ascii").strip()
        line = " ".join(word for word in line.split() if not word.startswith("root="))
        (root / "cmdline.txt").write_text(
            f"{line} root=/dev/mapper/root rootfstype=erofs rauc.slot=A kiosk.verity={DISK_ID}-05,{verity}\n", "ascii"
        )
        for ramdisk in root.glob("initrd*"):
            append(ramdisk, dict(pictures()))
        make_fat(root, out, BOOT_MB, "SYSTEM", epoch)


def make_card(base: Path, extra: Path, out: Path, epoch: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, all_files = Path(folder) / "card", Path(folder) / "firmware"
        shutil.copytree(extra, root)
        firmware_of(base, all_files)
        if (all_files / FIRST_STAGE).exists():
            shutil.copy(all_files / FIRST_STAGE, root)
        (root / "autoboot.txt").write_text(AUTOBOOT, "ascii")
        make_fat(root, out, CARD_MB, "KIOSK", epoch)


def join(card: Path, boot: Path, root: Path, out: Path) -> None:
    """p3 is empty until the first update."""
    starts = (START_MB, START_MB + CARD_MB, START_MB + CARD_MB + BOOT_MB)
    extended = starts[2] + BOOT_MB
    table = f"label: dos\nlabel-id: 0x{DISK_ID}\n"
    for number, (start, size) in enumerate(zip(starts, (CARD_MB, BOOT_MB, BOOT_MB), strict=True)):
        table += f"start={start}MiB, size={size}MiB, type=c{', bootable' if number == 0 else ''}\n"
    table += f"start={extended}MiB, size={ROOT_MB + 1}MiB, type=f\n"
    table += f"start={extended + 1}MiB, size={ROOT_MB}MiB, type=83\n"
    out.unlink(missing_ok=True)
    with out.open("wb") as file:
        file.truncate((extended + 1 + ROOT_MB) * MB)
    subprocess.run(["sfdisk", "-q", str(out)], input=table, text=True, check=True)
    for path, start in ((card, starts[0]), (boot, starts[1]), (root, extended + 1)):
        run("dd", f"if={path}", f"of={out}", "bs=1M", f"seek={start}", "conv=notrunc,sparse", "status=none")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="deploy.image.two_systems")
    for name in ("base", "card", "boot", "parts", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--tree", type=Path, action="append", required=True)
    parser.add_argument("--epoch", type=int, required=True)
    asked = parser.parse_args(arguments)
    asked.parts.mkdir(parents=True, exist_ok=True)
    root, boot = asked.parts / "root.img", asked.parts / "boot.vfat"
    with tempfile.TemporaryDirectory(dir=asked.out.parent) as folder:
        work = Path(folder)
        write_tar(asked.base, own_files(asked.tree), work / "root.tar", asked.epoch)
        root.unlink(missing_ok=True)
        make_boot(asked.base, asked.boot, make_root(work / "root.tar", root, asked.epoch), boot, asked.epoch)
        make_card(asked.base, asked.card, work / "card.vfat", asked.epoch)
        join(work / "card.vfat", boot, root, asked.out)


if __name__ == "__main__":
    main()
