"""A settings file as a PC wrote it: its text, what is wrong with it as a whole, and what the appliance found wrong with the card's.

The appliance reads the card's kiosk.toml at boot and hands a copy to the processes (`kiosk.appliance.card`); where the card's
cannot be used the copy is an older one, and the faults lie beside it.
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
    """The text of a file from any editor: with or without a byte order mark, UTF-8 or what Notepad calls Unicode; line ends as
    TOML takes them. Raises UnicodeDecodeError."""
    mark, encoding = encoding_of(content)
    return content[len(mark) :].decode(encoding)


def encoding_of(content: bytes) -> tuple[bytes, str]:
    """(its byte order mark, its encoding)."""
    return next(((mark, encoding) for mark, encoding in _MARKS.items() if content.startswith(mark)), (b"", "utf-8"))


def fault_of(error: ValueError, name: str) -> Fault:
    """What `decoded` or tomllib said of the file `name`, with its line."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Fault(line, "", (problem(SettingCode.NOT_UTF8, file=name),))
    found = re.search(r"at line (\d+)", str(error))
    wrong = problem(SettingCode.NO_TOML, reason=str(error))
    return Fault(int(found[1]) if found else 0, "", (wrong, problem(SettingCode.WHOLE_UNUSED)))


def faults_path(config: Path) -> Path:
    """Beside the copy itself: the processes know it by a link (/etc/kiosk/kiosk.toml)."""
    config = config.resolve()
    return config.with_name(f"{config.name}.faults")


def kept_path(config: Path) -> Path:
    """Beside the copy: what root keeps itself, the PIN's hash among it."""
    config = config.resolve()
    return config.with_name(f"{config.name}.kept")


def trust_path(config: Path) -> Path:
    """Beside the copy: what root remembers of editions and keys, whatever became of the data partition."""
    config = config.resolve()
    return config.with_name(f"{config.name}.trust")


def read_kept(config: Path) -> dict[str, Any] | None:
    """Root's tables, which win over all that a process can write; None on a machine that is no appliance."""
    try:
        read = json.loads(kept_path(config).read_text("utf-8"))  # not in the data folder
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        read = None
    return read if isinstance(read, dict) else {}


def write_faults(faults: Iterable[Fault]) -> str:
    """The text of the file beside the copy."""
    return msgspec.json.encode([[fault.line, fault.key, fault.problems] for fault in faults]).decode()


def read_faults(config: Path) -> tuple[Fault, ...]:
    """What lies beside the copy; nothing on a machine that is no appliance."""
    try:
        read = json.loads(faults_path(config).read_text("utf-8"))  # not in the data folder
        return tuple(Fault(int(line), str(key), _problems(told)) for line, key, told in read[:_MOST_FAULTS])
    except (OSError, ValueError, TypeError, msgspec.ValidationError):
        return ()  # it is only there to be told


def _problems(told: object) -> tuple[Problem, ...]:
    """As they were written; an older program wrote a sentence. Raises ValueError for anything else."""
    if isinstance(told, str):
        sentence = from_text(told)
        return (sentence,) if sentence else ()
    return msgspec.convert(told, tuple[Problem, ...])
