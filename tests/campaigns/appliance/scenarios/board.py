"""The same card in an emulated Raspberry Pi 3, which has no screen: to the running services."""

from __future__ import annotations

import os
import subprocess
import time

from tests.campaigns.appliance.lab import Lab, check

_DTB = "bcm2837-rpi-3-b.dtb"


def raspi3b(lab: Lab) -> None:
    card = lab.fresh_card("raspi3b")
    folder = lab.folder / "raspi3b"
    folder.mkdir(exist_ok=True)
    number = card.chosen()
    settings = dict(
        row.split("=" if "=" in row else None, 1)
        for row in card.read("config.txt", number).decode().splitlines()
        if row.startswith(("kernel=", "initramfs"))
    )
    for name, to in ((settings["kernel"], "kernel"), (settings["initramfs"].split()[0], "ramdisk"), (_DTB, "dtb")):
        (folder / to).unlink(missing_ok=True)
        card.take(name, folder / to, number)
    line = card.read("cmdline.txt", number).decode("ascii").strip()
    log = folder / "serial.log"
    # QEMU's bcm2835 watchdog resets at once; its second serial line is the one that Debian calls ttyS1
    command = [
        "qemu-system-aarch64", "-M", "raspi3b", "-m", "1024", "-accel", "tcg,thread=multi", "-display", "none", "-nodefaults",
        "-kernel", str(folder / "kernel"), "-initrd", str(folder / "ramdisk"), "-dtb", str(folder / "dtb"),
        "-append", f"{line} modprobe.blacklist=bcm2835_wdt systemd.show_status=yes",
        "-drive", f"file={card.path},format=raw,if=sd",
        "-serial", "null", "-serial", f"file:{log}",
    ]  # fmt: skip
    began = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, env=os.environ) as process:
        try:
            while "Multi-User System" not in (text := log.read_text(errors="replace") if log.exists() else ""):
                check(process.poll() is None, "QEMU ended")
                check(
                    time.monotonic() - began < 3 * lab.patience,
                    f"no running services; the serial line ends: {text[-300:]}",
                )
                time.sleep(2)
        finally:
            process.kill()
    lab.note("raspi3b to running services, s", round(time.monotonic() - began))
    # there is no screen, without which the kiosk's own service cannot start; it says so in the end or again and again
    failed = [row for row in text.splitlines() if "FAILED" in row and "kiosk.service" not in row]
    check(not failed, "failed units on raspi3b: " + "; ".join(failed)[:300])
    card.remove()
