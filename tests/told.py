"""What people are told, in Indonesian."""

from __future__ import annotations

from content_cache.model.problems import Problem
from kiosk.cli.publish import fault_line
from kiosk.i18n.error_text import error_text, row_of
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.editions.faults import FolderFault
from kiosk.settings.faults import Fault as SettingFault

INDONESIAN = Translation("id")
WORDS = Words(INDONESIAN)


def told(problem: Problem | None) -> str:
    """The line for a problem; there must be one, and words for it."""
    assert problem is not None
    assert row_of(problem.code) is not None, f"no words for {problem}"
    line = error_text(problem, INDONESIAN)
    assert "\n" not in line
    return line


def setting_fault(fault: SettingFault) -> str:
    """The line for a fault of kiosk.toml, with its line and key."""
    return told(fault.problem)


def folder_fault(fault: FolderFault) -> str:
    """The line for a fault of an office's folder, with its file and line."""
    assert row_of(fault.problem.code) is not None
    return fault_line(fault, WORDS)
