"""Logs and status on a USB stick, for remote support, without secrets and personal data."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.problems import problem
from kiosk.appliance.programs import ProgramError, run
from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, write_own
from kiosk.appliance.update.slots import read_state
from kiosk.core.build import build_date, build_version
from kiosk.core.paths import Folders
from kiosk.settings.file_text import read_faults
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult

_MOST_KEPT = 5_000_000  # bytes
_MOST_TEXT = 1_000
_LINES = "5000"  # lines of the journal
_PARTITION = re.compile(r"sd[a-z]{1,2}\d{0,2}")


def stick(blocks: Path = Path("/sys/class/block")) -> str:
    """Return the kernel's name of the first partition of a plugged USB stick, or of a stick without partitions; "" for none."""
    try:
        names = sorted(path.name for path in blocks.iterdir() if _PARTITION.fullmatch(path.name))
    except OSError:
        return ""
    usb = [name for name in names if "/usb" in str((blocks / name).resolve())]
    return next((name for name in usb if name[-1].isdigit()), usb[0] if usb else "")


def report(folders: Folders, mounted: Path, now: datetime | None = None) -> RequestAnswer:
    """Write a folder with this kiosk's logs and status onto the mounted stick, and store and return the answer. Raise
    OSError where the answer cannot be stored."""
    answer = _write_report(folders, mounted, now or datetime.now(UTC))
    write_own(folders.reported, answer.to_json().encode(), make=0o755)
    return answer


def _write_report(folders: Folders, mounted: Path, now: datetime) -> RequestAnswer:
    if not os.path.ismount(mounted):
        return RequestAnswer(RequestResult.NOT_FOUND, problem(AnswerCode.STICK_UNREADABLE))
    name = f"kiosk-{_identity(folders)}-{now:%Y%m%d-%H%M%S}"
    try:
        with OwnFolder(mounted / name, make=0o700) as folder:
            folder.write("status.txt", _status(folders, now).encode())
            folder.write("jurnal.txt", _journal().encode())
            with suppress(FileNotFoundError), Folder(folders.data) as data:
                folder.write("kesalahan.txt", data.read("faults.log", _MOST_KEPT))
    except OSError as error:
        return RequestAnswer(
            RequestResult.FAILED, problem(AnswerCode.STICK_UNWRITABLE, reason=error.strerror or str(error))
        )
    return RequestAnswer(RequestResult.DONE, data={"folder": name})


def _status(folders: Folders, now: datetime) -> str:
    state = read_state(folders.system / "slots.json")
    disk = os.statvfs(folders.data)
    rows = {
        "kiosk": _identity(folders),
        "version": build_version(),
        "built": build_date() or "-",
        "clock": now.isoformat(timespec="seconds"),
        "trusted": _file_text(folders.vouched) or "-",
        "uptime": _file_text(folders.root / "proc/uptime").split(" ")[0],
        "program": f"{state.good} a={state.a} b={state.b} trial={state.trial or '-'} refused={state.refused}",
        "free": f"{disk.f_bavail * disk.f_frsize} of {disk.f_blocks * disk.f_frsize} bytes",
        "model": _file_text(folders.root / "sys/firmware/devicetree/base/model").rstrip("\0") or "-",
    }
    lines = [f"{name}: {value}" for name, value in rows.items()]
    lines += [f"settings: {fault}" for fault in read_faults(folders.config)]
    return "\r\n".join(lines) + "\r\n"  # for the Notepad of an old Windows too


def _journal() -> str:
    try:
        listed = run("journalctl", "-q", "--no-pager", "-b", "-n", _LINES, "-o", "short-iso", timeout_s=60)
    except ProgramError as error:
        return f"{error}\n"
    return listed.out or listed.last_line


def _identity(folders: Folders) -> str:
    name = _file_text(folders.data / "kiosk-id")
    return name if name.isalnum() else "tanpa-nama"


def _file_text(path: Path) -> str:
    try:
        with Folder(path.parent) as folder, folder.open(path.name) as file:
            return file.read(_MOST_TEXT).decode("utf-8", "replace").strip()
    except OSError:
        return ""
