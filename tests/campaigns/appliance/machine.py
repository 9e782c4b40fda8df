"""A kiosk in QEMU: the card's own kernel, initial ramdisk and command line; screen, touch panel, loudspeaker, watchdog, USB."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from PIL import Image

from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.qmp import Monitor, MonitorError
from tests.campaigns.appliance.shell import Shell

SIZE = (1280, 720)
TOUCH_RANGE = 32767  # of QEMU's absolute axes
# a root shell for the harness, and no login on the same line; the image has neither
DEBUG = "console=ttyAMA0 systemd.debug_shell=ttyAMA0 systemd.mask=serial-getty@ttyAMA0.service"
# It has no GPU, as every Raspberry Pi has. Where there is none the compositor draws with pixman; this one it takes for a GPU, draws
# with GL in software, which takes it 40 s to begin with, and shows pictures before they are finished: the screen is one behind.
SCREEN = "systemd.setenv=WLR_RENDERER=pixman"


class Machine:
    """`-M virt` with 1 GB, as a small Raspberry Pi has. `extra` is appended to the command line and to QEMU's arguments.

    A card with two systems is started as the board's firmware does it, also after a reset: QEMU, which would start the kernel that
    it was given again, stands still until `attend` is called.
    """

    def __init__(
        self,
        card: Card,
        folder: Path,
        *,
        append: str = "",
        extra: Sequence[str] = (),
        rtc: str = "",
        shell: bool = True,
        memory_mb: int = 1024,
        online: bool = False,
        log: Path | None = None,
    ) -> None:
        """`log` gets all that is written to the card (write_log.py), over restarts too."""
        self.card, self.folder, self._append, self._extra, self._rtc = card, folder, append, tuple(extra), rtc
        self._online, self._log = online, log
        self._shell, self._memory_mb, self.two_systems = shell, memory_mb, card.two_systems
        self.starts: list[int] = []
        """The partitions that it was started from so far."""
        self.rotation = 0
        """By how many degrees the picture is turned clockwise, for a panel that hangs so. `look` and `touch` are those of somebody
        who stands before it."""
        self.started = time.monotonic()
        self._start(tryboot=False)

    def _start(self, *, tryboot: bool) -> None:
        card = self.card
        self.starts.append(number := card.chosen(tryboot=tryboot))
        self._folder = folder = self.folder / f"start-{len(self.starts)}" if len(self.starts) > 1 else self.folder
        folder.mkdir(parents=True, exist_ok=True)
        self.sound = folder / "sound.wav"
        kernel, ramdisk = self._boot_files(number)
        for name in ("qmp.sock", "serial.sock"):
            (folder / name).unlink(missing_ok=True)
        words = card.read("cmdline.txt", number).decode("ascii").strip()
        line = f"{words} {SCREEN} {DEBUG if self._shell else ''} {self._append}"
        command = [
            # with a seed the kernel moves itself about and hides its memory from programs, which the emulator pays for at each call
            "qemu-system-aarch64", "-M", "virt,dtb-randomness=off", "-device", "virtio-rng-pci",
            "-cpu", "cortex-a72", "-smp", "2", "-m", str(self._memory_mb),
            "-accel", "tcg,thread=multi", "-display", "none", "-nodefaults",
            "-kernel", str(kernel), "-initrd", str(ramdisk), "-append", line,
            *self._drive(),
            "-device", "virtio-blk-pci,drive=card",
            # without a size in millimetres, as `kiosk screenshot` has none
            "-device", f"virtio-gpu-pci,xres={SIZE[0]},yres={SIZE[1]},edid=off",
            "-device", "virtio-multitouch-pci",
            "-device", "qemu-xhci,id=usb",
            "-audiodev", f"wav,id=sound,path={self.sound}",
            "-device", "usb-audio,bus=usb.0,audiodev=sound",
            "-device", "i6300esb", "-action", "watchdog=none",
            "-nic", f"user,model=virtio-net-pci,restrict={'off' if self._online else 'on'}",
            "-chardev", f"socket,id=serial,path={folder / 'serial.sock'},server=on,wait=off,logfile={folder / 'serial.log'}",
            "-serial", "chardev:serial",
            "-qmp", f"unix:{folder / 'qmp.sock'},server=on,wait=off",
            *(["-action", "reboot=shutdown,shutdown=pause"] if self.two_systems else []),
            *(["-rtc", self._rtc] if self._rtc else []), *self._extra,
        ]  # fmt: skip
        (folder / "command").write_text(shlex.join(command) + "\n", "utf-8")
        with (folder / "qemu.log").open("wb") as log:
            # a session of its own: Ctrl+C is for the harness, which then ends it in order
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.monitor = Monitor(folder / "qmp.sock")
        self.shell = Shell(folder / "serial.sock")

    def _drive(self) -> list[str]:
        if self._log is None:
            return ["-drive", f"file={self.card.path},format=raw,if=none,id=card,cache=writeback"]
        again = self._log.exists()
        self._log.touch()
        node = {
            "driver": "blklogwrites",
            "node-name": "card",
            "file": {"driver": "file", "filename": str(self.card.path)},
            "log": {"driver": "file", "filename": str(self._log)},
            "log-append": again,
        }
        return ["-blockdev", json.dumps(node)]

    def attend(self) -> bool:
        """Has the machine started anew since this was last asked? One with two systems does so here."""
        if not self.two_systems:
            return self.monitor.saw("RESET")
        if not self.monitor.saw("SHUTDOWN"):
            return False
        # the kernel's last words: what reboot(2) was given, which a board's firmware gets as its flag
        said = (self._folder / "serial.log").read_bytes()[-2000:]
        self.close()
        self._start(tryboot=b"Restarting system with command '0 tryboot'" in said)
        return True

    def _boot_files(self, number: int) -> tuple[Path, Path]:
        """Copy kernel and initramfs of boot partition *number* to the folder, as the firmware reads their names from
        config.txt."""
        settings = dict(
            row.split("=", 1) if "=" in row else row.split(None, 1)
            for row in self.card.read("config.txt", number).decode().splitlines()
            if row.startswith(("kernel", "initramfs"))
        )
        files = []
        for name in (settings["kernel"], settings["initramfs"].split()[0]):
            path = self._folder / name
            path.unlink(missing_ok=True)
            self.card.take(name, path, number)
            files.append(path)
        return files[0], files[1]

    @property
    def seconds(self) -> float:
        """Since it was switched on."""
        return time.monotonic() - self.started

    @property
    def processor_seconds(self) -> float:
        """That QEMU has used up, on all cores: what a start costs, whoever else is at work on this machine."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    # eyes

    def look(self) -> Image.Image:
        path = self._folder / "screen.png"
        self.monitor.do("screendump", filename=str(path), format="png")
        with Image.open(path) as picture:
            return picture.convert("RGB").rotate(self.rotation, expand=True)

    # fingers

    def touch(self, x: int, y: int, hold: float = 0.15) -> None:
        """In pixels from the top left."""
        across, down = SIZE if self.rotation % 180 == 0 else SIZE[::-1]
        place = on_panel((x / across, y / down), self.rotation)
        where = [(axis, int(value * TOUCH_RANGE)) for axis, value in zip("xy", place, strict=True)]
        self._send(
            _contact("begin", 1), *(_contact("data", 1, axis, value) for axis, value in where), _finger(down=True)
        )
        time.sleep(hold)
        self._send(_contact("end", -1), _finger(down=False))

    def press(self, keys: Iterable[str]) -> None:
        """Keys (QKeyCode) held down together, on the keyboard that is plugged in."""
        codes = [{"type": "qcode", "data": key} for key in keys]
        self.monitor.do("send-key", keys=codes, hold_time=120)

    def _send(self, *events: dict[str, object]) -> None:
        self.monitor.do("input-send-event", events=list(events))

    # the ports that anyone can touch

    def plug_keyboard(self) -> None:
        self.monitor.do("device_add", driver="usb-kbd", id="keyboard", bus="usb.0")

    def plug_stick(self, image: Path, name: str = "stick") -> None:
        node = {"driver": "raw", "node_name": name, "file": {"driver": "file", "filename": str(image)}}
        self.monitor.do("blockdev-add", **{key.replace("_", "-"): value for key, value in node.items()})
        self.monitor.do("device_add", driver="usb-storage", id=name, bus="usb.0", drive=name)

    def unplug(self, name: str) -> None:
        self.monitor.do("device_del", id=name)

    # power

    def cut(self) -> None:
        """The power fails."""
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._closed()

    def shut_down(self, patience: float) -> None:
        """Shut the machine down in order, as a technician does, within *patience* seconds."""
        self.shell.run("systemctl --no-block poweroff")
        if not self.two_systems:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
            return
        end = time.monotonic() + patience
        while time.monotonic() < end and not self.monitor.saw("SHUTDOWN"):
            time.sleep(1.0)
        self.close()

    def arm_watchdog(self) -> None:
        """Let the watchdog reset the machine from here on. During the start a busy host gives the machine no turn for
        longer than its 15 s."""
        self.monitor.do("set-action", watchdog="reset")

    def close(self) -> None:
        if not self.running:  # it was cut off, or turned itself off
            self._closed()
            return
        with suppress(MonitorError):
            self.monitor.do("quit")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._closed()

    def _closed(self) -> None:
        self.monitor.close()
        self.shell.close()


def on_panel(place: tuple[float, float], rotation: int) -> tuple[float, float]:
    """Return where *place* of a picture that is turned *rotation* degrees clockwise lies on the panel. Both count from
    0 to 1 from the top left."""
    x, y = place
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[rotation]


def _contact(kind: str, tracking: int, axis: str = "x", value: int = 0) -> dict[str, object]:
    return {
        "type": "mtt",
        "data": {"type": kind, "slot": 0, "tracking-id": tracking, "axis": axis, "value": value},
    }


def _finger(*, down: bool) -> dict[str, object]:
    return {"type": "btn", "data": {"button": "touch", "down": down}}
