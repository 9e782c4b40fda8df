"""A card with two systems: bundles that are good, refused, or worth nothing once they run; and power that fails meanwhile."""

from __future__ import annotations

import random
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from deploy.image.assemble import DISK_ID
from deploy.image.two_systems import make_root
from tests.campaigns.appliance.bundles import SCRIPT, Authority, Signer, bundle
from tests.campaigns.appliance.card import Card
from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine

HELD = "/run/bundles"
SLOT = "/usr/lib/kiosk/boot-slot"
KEPT = "/var/lib/kiosk-system/boot-slot"
CUTS, CUTS_LONG = 6, 60
EPOCH = 1_764_000_000


def refused_and_good(lab: Lab) -> None:
    office = Authority(lab.folder / "pki", "office")
    signer, number = office.signer("signer"), Card(lab.image).update_number
    bundles = refused(lab, office, signer, number)
    bundles["good"] = bundle(parts(lab), number + 1, signer, lab.folder / "b-good")
    disk = disk_of(lab, "refused", bundles)
    card = lab.fresh_card("system")
    with lab.machine(card, extra=disk) as machine:
        start(lab, machine, office)
        check(machine.starts == [2], f"it was started from {machine.starts}")
        rooms = machine.shell.run("lsblk -nro NAME,SIZE,FSTYPE,MOUNTPOINTS /dev/vda")
        (lab.folder / "partitions.txt").write_text(rooms + "\n", "utf-8")
        items = lab.items(machine)
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
        for name in sorted(path.stem for path in (lab.folder / "disk-refused").iterdir() if path.stem != "good"):
            told = install(machine, name, lab.patience)
            check(told[0] != "0", f"{name} was installed: {told[1]}")
            check(_state(machine) == "A A", f"{name}: then {_state(machine)}")
            lab.note(f"bundle {name}: refused", told[1])
        _installed(lab, machine, "good")
        _restarted(lab, machine, office, 3)
        check(_running(machine) == "B", "the other system does not run")
        lab.wait_for(machine, f"! {SLOT} trial")
        lab.note("good system: kept after, s since it was switched on", round(machine.seconds))
        check(card.chosen() == 3, "what the firmware reads does not name it")
        check(lab.items(machine) >= items, "content was lost")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    with lab.machine(card) as machine:  # the power is back
        check(machine.starts == [3], f"it was started from {machine.starts}")
        lab.until(machine, "home")
    card.path.rename(lab.folder / "second.card")


def black(lab: Lab) -> None:
    """One without a window is given up by itself, and what was good runs again."""
    _worthless(lab, "black", _black)


def unwritable(lab: Lab) -> None:
    """One that cannot write its data."""
    _worthless(lab, "unwritable", _unwritable)


def slow(lab: Lab) -> None:
    """One that takes a quarter of an hour to its window."""
    _worthless(lab, "slow", _slow)


def _worthless(lab: Lab, name: str, change: Callable[[Path], None]) -> None:
    office = Authority(lab.folder / "pki", "office")
    made = changed_root(parts(lab), lab.folder / "changed", change)
    file = bundle(made, Card(lab.image).update_number + 1, office.signer("signer"), lab.folder / f"b-{name}")
    shutil.rmtree(made)
    card = lab.fresh_card(name)
    with lab.machine(card, extra=disk_of(lab, name, {name: file}), left=["kiosk-system-check.timer"]) as machine:
        start(lab, machine, office)
        items = lab.items(machine)
        _installed(lab, machine, name)
        machine.shell.run("systemctl --no-block reboot")
        lab.until_reset(machine)
        check(machine.starts[-1] == 3, f"{name}: not tried: {machine.starts}")
        began = time.monotonic()
        lab.until_reset(machine, patience=3 * lab.patience)
        lab.note(f"{name} system: given up after, s", round(time.monotonic() - began))
        check(machine.starts[-1] == 2, f"{name}: then {machine.starts}")
        start(lab, machine, office)
        check(lab.items(machine) >= items, f"{name}: content was lost")
        state = machine.shell.run(f"cat {KEPT}; {SLOT} get-state B").split()
        # what cannot write cannot say so: the two tries that are left come to the same
        wanted = {"tries=2", "good"} if name == "unwritable" else {"tries=0", "bad"}
        check(wanted <= {*state}, f"{name}: what is kept of it is {state}")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def cuts(lab: Lab) -> None:
    """The power fails while a bundle is written, is being tried, or is being kept: home by itself, each time."""
    office, chance = Authority(lab.folder / "pki", "office"), random.Random(25)
    good = bundle(parts(lab), Card(lab.image).update_number + 1, office.signer("signer"), lab.folder / "b-good")
    disk = disk_of(lab, "cuts", {"good": good})
    card = lab.fresh_card("system-cuts")
    number = CUTS_LONG if lab.long else CUTS
    with lab.machine(card, extra=disk) as machine:
        start(lab, machine, office)
        before = lab.items(machine)
        machine.cut()
    for cut in range(number):
        with lab.machine(card, extra=disk) as machine:
            check(machine.starts == [card.chosen()], "it was started from elsewhere")
            start(lab, machine, office)
            machine.shell.run(
                f"systemctl stop kiosk-boot-trial.timer; (rauc install {HELD}/good.raucb >/run/told 2>&1; sync) &"
            )
            moment = chance.choice(("written", "tried", "kept"))
            if moment == "written":
                time.sleep(chance.uniform(0, 120))
            else:
                lab.wait_for(machine, f"{SLOT} waits")
                machine.shell.run("systemctl --no-block reboot")
                lab.until_reset(machine)
                if moment == "tried":
                    time.sleep(chance.uniform(0, 60))
                else:
                    lab.until(machine, "home")
                    time.sleep(chance.uniform(55, 110))
            lab.tell(
                f"    cut {cut + 1} of {number}, while it was {moment}; the firmware then takes partition {card.chosen()}"
            )
            machine.cut()
        lab.figures["power cuts in updates of the system"] = cut + 1
    with lab.machine(card, extra=disk) as machine:
        start(lab, machine, office)
        check(lab.items(machine) >= before, "content was lost")
        check(not lab.failed_units(machine), f"failed units: {lab.failed_units(machine)}")
    card.remove()


def parts(lab: Lab) -> Path:
    """Beside the image: what build-image.sh left of it for bundles."""
    return lab.image.with_suffix("")


def refused(lab: Lab, office: Authority, signer: Signer, number: int) -> dict[str, Path]:
    """Bundles that no kiosk may take whose image has this number."""
    check(number > 1, "of an image of number 1 no bundle can be older: build it with --number 2")
    out, small, newer = lab.folder / "b-refused", _small(lab), number + 1
    made = {
        "forged": bundle(small, newer, Authority(lab.folder / "pki", "stranger").signer("signer"), out / "forged"),
        "expired": bundle(small, newer, office.signer("old", years=(2020, 2021)), out / "expired"),
        "for-websites": bundle(small, newer, office.signer("web", purpose="serverAuth"), out / "web"),
        "older": bundle(small, number - 1, signer, out / "older"),
        "other-board": bundle(small, newer, signer, out / "other", script=_for_another_board(lab)),
        "too-large": bundle(_large(lab), newer, signer, out / "large"),
    }
    whole = made["for-websites"].read_bytes()
    for name, content in {"cut": whole[: len(whole) // 2], "zeros": bytes(len(whole))}.items():
        made[name] = out / f"{name}.raucb"
        made[name].write_bytes(content)
    return made


def _small(lab: Lab) -> Path:
    """Parts that are quickly packed: what is refused is not written."""
    folder = lab.folder / "small"
    folder.mkdir(exist_ok=True)
    (folder / "root.img").write_bytes(bytes(1 << 20))
    shutil.copy(parts(lab) / "boot.vfat", folder)
    return folder


def _large(lab: Lab) -> Path:
    folder = lab.folder / "large"
    folder.mkdir(exist_ok=True)
    with (folder / "root.img").open("wb") as file:
        file.truncate(720 << 20)
    shutil.copy(parts(lab) / "boot.vfat", folder)
    return folder


def _for_another_board(lab: Lab) -> Path:
    script = lab.folder / "deploy/make-bundle.sh"
    (script.parent / "image").mkdir(parents=True, exist_ok=True)
    shutil.copytree(SCRIPT.parent / "image/bundle", script.parent / "image/bundle", dirs_exist_ok=True)
    script.write_text(SCRIPT.read_text("utf-8").replace("info-desa-rpi-arm64", "papan-lain"), "utf-8")
    return script


def disk_of(lab: Lab, name: str, bundles: dict[str, Path]) -> list[str]:
    """QEMU's arguments for a disk that holds them, seen as /dev/vdb."""
    folder, image = lab.folder / f"disk-{name}", lab.folder / f"disk-{name}.squashfs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for each, path in bundles.items():
        path.rename(folder / f"{each}.raucb")
    subprocess.run(["mksquashfs", folder, image, "-noappend", "-noD", "-noF", "-quiet", "-no-progress"], check=True)
    return ["-drive", f"file={image},format=raw,if=none,id=held,readonly=on", "-device", "virtio-blk-pci,drive=held"]


def start(lab: Lab, machine: Machine, office: Authority, *, held: bool = True) -> None:
    """To home; and the image believes this office, whose bundles may be `held` by a second disk."""
    lab.until(machine, "home")
    machine.shell.wait(lab.patience)
    machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
    for line in office.cert.read_text("ascii").splitlines():
        machine.shell.run(f"echo '{line}' >>/run/office.pem")
    machine.shell.run("mount --bind /run/office.pem /etc/rauc/keyring.pem")
    if held:
        machine.shell.run(f"mkdir -p {HELD}; mount -t squashfs /dev/vdb {HELD}")


def install(machine: Machine, name: str, patience: float) -> tuple[str, str]:
    """(exit code, what RAUC said last)."""
    told = machine.shell.run(
        f"rauc install {HELD}/{name}.raucb >/run/told 2>&1; echo CODE $?; grep -v '^ *[0-9]*%' /run/told | tail -n 3",
        patience=4 * patience,
    )
    code, _, words = told.partition("CODE ")[2].partition("\n")
    return code.strip(), " ".join(words.split())[-300:]


def _installed(lab: Lab, machine: Machine, name: str) -> None:
    began = time.monotonic()
    code, words = install(machine, name, lab.patience)
    check(code == "0", f"{name} was not installed: {words}")
    check(machine.shell.run(f"{SLOT} waits && echo so") == "so", f"{name} does not wait for a restart")
    lab.note(f"{name} system: installed in, s", round(time.monotonic() - began))


def _restarted(lab: Lab, machine: Machine, office: Authority, number: int) -> None:
    machine.shell.run("systemctl --no-block reboot")
    lab.until_reset(machine)
    check(machine.starts[-1] == number, f"started from {machine.starts}")
    start(lab, machine, office)


def _state(machine: Machine) -> str:
    return machine.shell.run(f"echo $({SLOT} get-primary) $({SLOT} get-current)")


def _running(machine: Machine) -> str:
    return machine.shell.run(f"{SLOT} get-current")


def _black(root: Path) -> None:
    app = next(root.glob("opt/kiosk/lib/python3*/site-packages/kiosk/app/window.py"))
    app.write_text("raise SystemExit('a program without a screen')\n")
    shutil.rmtree(app.parent / "__pycache__")


def _unwritable(root: Path) -> None:
    table = root / "etc/fstab"
    table.write_text(table.read_text("utf-8").replace("/data ext4 rw,", "/data ext4 ro,"), "utf-8")


def _slow(root: Path) -> None:
    folder = root / "usr/lib/systemd/system/kiosk.service.d"
    folder.mkdir()
    (folder / "slow.conf").write_text("[Service]\nTimeoutStartSec=1200\nExecStartPre=/bin/sleep 900\n")


def changed_root(parts: Path, to: Path, change: Callable[[Path], None], packing: str = "lz4") -> Path:
    """The parts of a system whose files are those of `parts` but for what `change` does to them; packed for speed, not for size,
    where nothing else is asked for. Needs the rights of root: they keep their owners."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    files, tar = to / "files", to / "root.tar"
    subprocess.run(
        ["fsck.erofs", f"--extract={files}", "--preserve", parts / "root.img"], check=True, capture_output=True
    )
    change(files)
    with tarfile.open(tar, "w", format=tarfile.PAX_FORMAT) as made:
        made.add(files, ".")
    shutil.rmtree(files)
    verity = make_root(tar, to / "root.img", EPOCH, packing=packing)
    tar.unlink()
    shutil.copy(parts / "boot.vfat", to / "boot.vfat")
    line = subprocess.run(
        ["mtype", "-i", to / "boot.vfat", "::cmdline.txt"], check=True, capture_output=True, text=True
    ).stdout.split()
    words = [word for word in line if not word.startswith("kiosk.verity=")]
    told = " ".join([*words, f"kiosk.verity={DISK_ID}-05,{verity}"]) + "\n"
    subprocess.run(["mcopy", "-o", "-i", to / "boot.vfat", "-", "::cmdline.txt"], input=told.encode(), check=True)
    return to
