"""Text of a settings file as a PC wrote it, its faults as a whole, and the faults that the appliance found in the card's.

The appliance reads the card's kiosk.toml at boot and hands a copy to the processes (`kiosk.appliance.card`); where the
card's cannot be used the copy is an older one, and the faults lie beside it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from content_cache.model.problems import Problem, from_text, problem
from kiosk.settings.faults import Fault, SettingCode

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MOST_FAULTS = 20


def decoded(content: bytes) -> str:
    """Return the text of *content*, a file by any editor, with or without a byte order mark.

    It may be UTF-8 or UTF-16 (Notepad's "Unicode"). Line ends are left to TOML. Raises UnicodeDecodeError.
    """
    mark, encoding = encoding_of(content)
    return content[len(mark) :].decode(encoding)


def encoding_of(content: bytes) -> tuple[bytes, str]:
    """Return (byte order mark, encoding) of *content*."""
    return next(((mark, encoding) for mark, encoding in _MARKS.items() if content.startswith(mark)), (b"", "utf-8"))


def fault_of(error: ValueError, name: str) -> Fault:
    """Return *error*, raised by `decoded` or tomllib for the file *name*, as a fault with its line."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Fault(line, "", (problem(SettingCode.NOT_UTF8, file=name),))
    found = re.search(r"at line (\d+)", str(error))
    wrong = problem(SettingCode.NO_TOML, reason=str(error))
    return Fault(int(found[1]) if found else 0, "", (wrong, problem(SettingCode.WHOLE_UNUSED)))


def faults_path(config: Path) -> Path:
    """Return the path of the file of faults, beside the appliance's copy of kiosk.toml.

    The link /etc/kiosk/kiosk.toml is followed.
    """
    config = config.resolve()
    return config.with_name(f"{config.name}.faults")


def kept_path(config: Path) -> Path:
    """Return the path of the tables that root keeps, such as the PIN's hash, beside the appliance's copy of kiosk.toml."""
    config = config.resolve()
    return config.with_name(f"{config.name}.kept")


def trust_path(config: Path) -> Path:
    """Return the path of root's record of editions and keys, beside the appliance's copy of kiosk.toml.

    It survives a loss of the data partition.
    """
    config = config.resolve()
    return config.with_name(f"{config.name}.trust")


def read_kept(config: Path) -> dict[str, Any] | None:
    """Return the tables that root keeps, which win over all that a process can write; `None` on a machine that is
    no appliance.
    """
    try:
        read = json.loads(kept_path(config).read_text("utf-8"))  # not in the data folder
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        read = None
    return read if isinstance(read, dict) else {}


def write_faults(faults: Iterable[Fault]) -> str:
    """Return *faults* as the text of the file of faults."""
    return msgspec.json.encode([[fault.line, fault.key, fault.problems] for fault in faults]).decode()


def read_faults(config: Path) -> tuple[Fault, ...]:
    """Return the faults stored beside the appliance's copy of kiosk.toml; none on a machine that is no appliance."""
    try:
        read = json.loads(faults_path(config).read_text("utf-8"))  # not in the data folder
        return tuple(Fault(int(line), str(key), _problems(told)) for line, key, told in read[:_MOST_FAULTS])
    except (OSError, ValueError, TypeError, msgspec.ValidationError):
        return ()  # the file serves for display only


def _problems(told: object) -> tuple[Problem, ...]:
    """Return the stored problems; an older program wrote one sentence. Raise ValueError for anything else."""
    if isinstance(told, str):
        sentence = from_text(told)
        return (sentence,) if sentence else ()
    return msgspec.convert(told, tuple[Problem, ...])
