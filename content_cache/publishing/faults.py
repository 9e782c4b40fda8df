"""What is wrong with the office's folder: all of it told at once, each with its code, its file and its line."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

from content_cache.model.problems import Detail, Problem, ProblemCode, problem


class FaultCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    NO_FOLDER = "no_folder"
    UNREADABLE = "folder_file_unreadable", "reason"
    NOT_UTF8 = "not_utf8"
    TXT_FILE = "txt_file", "meant"
    UNKNOWN_NAME = "unknown_name", "name"
    UNKNOWN_CHOICE = "unknown_choice", "field", "value"
    DID_YOU_MEAN = "did_you_mean", "word"
    CHOICES = "choices", "choices"
    NOT_QUOTED = "not_quoted", "name"
    OFFICE_AREA = "office_area", "value"
    OFFICE_TIMEZONE = "office_timezone", "value"

    NO_FRONT_MATTER = "no_front_matter"
    FRONT_MATTER_OPEN = "front_matter_open", "fence"
    FRONT_MATTER_BROKEN = "front_matter_broken", "reason"
    FRONT_MATTER_COLON = "front_matter_colon", "reason"
    FRONT_MATTER_NO_NAMES = "front_matter_no_names"
    FRONT_MATTER_TWICE = "front_matter_twice", "name"
    FRONT_MATTER_TOO_DEEP = "front_matter_too_deep"

    NO_FLAG = "no_flag", "value"
    NO_DATE = "no_date", "value"
    NO_LIST = "no_list", "name"
    NO_TEXT = "no_text", "name"
    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long", "length", "most"
    TITLE_LONG = "title_long", "length", "most"
    NO_LANGUAGE = "no_language", "value"
    NO_CLAIM = "no_claim"
    LOOP = "loop", "name"
    ANSWERS = "answers"
    ANSWER_UNSEALED = "answer_unsealed", "kiosk"
    ANSWER_KEPT = "answer_kept", "kiosk"
    ANSWER_PICTURES = "answer_pictures"
    POLL = "poll", "name"
    POLL_SUMS = "poll_sums"
    NO_VERDICT = "no_verdict", "choices"
    ID_UNFIT = "id_unfit"
    ID_TWICE = "id_twice", "file"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long", "most", "lines"
    NO_EXPIRES = "no_expires"
    EXPIRES_TOO_EARLY = "expires_too_early"
    PRIORITY_FOR_ALERTS = "priority_for_alerts"
    NO_PRIORITY = "no_priority", "value"
    NO_STARTS = "no_starts"
    ENDS_TOO_EARLY = "ends_too_early"
    NO_RECORDING = "recordings_unfit"
    NO_PICTURE_TABLE = "no_picture_table"
    NO_ALT = "no_alt", "file"
    NO_AREA = "no_area", "value"
    NO_GROUP = "no_group", "value"

    SOUND_ROW = "sound_row", "columns"
    SOUNDS_TOO_MANY = "sounds_too_many", "most"
    EMERGENCY_TABLES = "emergency_tables"
    EMERGENCY_ROW = "emergency_row", "value"
    SETTING_WRONG = "office_setting_wrong"
    DIRECTION_ID = "direction_id", "value"
    REQUEST_ROW = "request_row", "value"
    RING_ROW = "ring_row", "value"
    DIRECTIONS_TOO_MANY = "directions_too_many"
    ACKS = "acks"

    FILE_OUTSIDE = "file_outside", "file"
    FILE_MISSING = "file_missing", "file"
    FILE_TOO_LARGE = "file_too_large", "file", "megabytes"
    ATTACHMENT_UNREADABLE = "attachment_unreadable", "file", "reason"
    PICTURE_UNFIT = "picture_unfit", "file"
    DOCUMENT_UNFIT = "folder_document_unfit", "file"
    DOCUMENT_TOO_LONG = "folder_document_too_long", "file", "pages", "most"
    TEXT_DOUBTFUL = "text_doubtful", "file", "sign"
    RECORDING_UNFIT = "recording_unfit", "file"
    RECORDING_FORMAT = "recording_format", "file", "format"
    FILM_UNFIT = "film_unfit", "file"
    FILM_LONG = "film_long", "file", "minutes"
    FILMS_NOT_INSTALLED = "publish_films_not_installed", "file"
    SUBTITLES_UNFIT = "subtitles_unfit", "file"
    CALENDAR_UNFIT = "calendar_unfit"
    WARNING_UNFIT = "warning_unfit"
    SHEET_UNFIT = "sheet_unfit"
    SHEET_TOO_LARGE = "sheet_too_large", "kilobytes"
    TABLE_ROW = "table_row", "columns"
    TABLE_EMPTY = "table_empty", "columns"

    TOO_MANY_ITEMS = "too_many_items", "count", "most"
    ALERT_KEY_NEEDED = "alert_key_needed"
    CAP_KEY_NEEDED = "cap_key_needed"
    CLOCK_BEHIND = "clock_behind", "now", "issued"
    EDITION_OUT_OF_RANGE = "edition_out_of_range", "edition"


@dataclass(frozen=True, slots=True)
class FolderFault:
    """`file` as the office knows it, `line` 0 where none can be named; a `warning` does not hinder publishing."""

    file: str
    line: int
    problem: Problem
    warning: bool = False

    def __str__(self) -> str:
        """One line for a log."""
        return f"{self.file}:{self.line}: {self.problem}" if self.line else f"{self.file}: {self.problem}"


@dataclass(slots=True)
class Faults:
    """Gathers them."""

    found: list[FolderFault] = field(default_factory=list)

    def wrong(self, file: str, line: int, code: FaultCode, /, *causes: Problem, **details: Detail) -> None:
        self.found.append(FolderFault(file, line, problem(code, *causes, **details)))

    def warn(self, file: str, line: int, code: FaultCode, /, *causes: Problem, **details: Detail) -> None:
        self.found.append(FolderFault(file, line, problem(code, *causes, **details), warning=True))

    @property
    def serious(self) -> bool:
        return any(not fault.warning for fault in self.found)

    def in_order(self) -> tuple[FolderFault, ...]:
        """By file and line, as they were found within a line."""
        return tuple(sorted(self.found, key=lambda fault: (fault.file, fault.line)))


class FolderError(Exception):
    """The folder cannot be published; `faults` say why."""

    def __init__(self, faults: Collection[FolderFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults if not fault.warning))
        self.faults = tuple(faults)


def did_you_mean(word: str, choices: Collection[str]) -> Problem:
    """What an unknown word may have been meant to be, or else what there is to choose from."""
    close = difflib.get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    if close:
        return problem(FaultCode.DID_YOU_MEAN, word=close[0])
    return problem(FaultCode.CHOICES, choices=", ".join(choices))
