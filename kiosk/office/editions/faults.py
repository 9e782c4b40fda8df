"""Faults of the office's folder: collected and told at once, each with its code, its file and its line."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

from content_cache.model.problems import Detail, Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class FaultCode(ProblemCode):
    """Codes of faults in an office's folder."""

    NO_FOLDER = "no_folder", _("is no folder")
    UNREADABLE = "folder_file_unreadable", _("cannot be read ({reason})")
    NOT_UTF8 = "not_utf8", _("is no UTF-8 text; save it again in the encoding UTF-8")
    TXT_FILE = "txt_file", _('not published, for its name ends in .txt; rename it to "{meant}"')
    UNKNOWN_NAME = "unknown_name", _('"{name}" is unknown; {causes}')
    UNKNOWN_CHOICE = "unknown_choice", _('{field} "{value}" is unknown; {causes}')
    DID_YOU_MEAN = "did_you_mean", _('did you mean "{word}"?')
    CHOICES = "choices", _("there are: {choices}")
    NOT_QUOTED = "not_quoted", _("{name}: write it between quotes")
    OFFICE_AREA = "office_area", _('area: "{value}" is no area code of Kemendagri; example "72.01"')
    HOLIDAYS = "office_holidays", _('holidays: "{value}" is no list of days; example "2027-03-09 -2027-03-10"')
    OFFICE_TIMEZONE = "office_timezone", _('timezone: "{value}" is unknown; example "Asia/Makassar"')

    NO_FRONT_MATTER = "no_front_matter", _("this file does not begin with its fields between two lines ---")
    FRONT_MATTER_OPEN = "front_matter_open", _("the line {fence} that ends the fields is missing")
    FRONT_MATTER_BROKEN = "front_matter_broken", _("the fields cannot be read ({reason})")
    FRONT_MATTER_COLON = (
        "front_matter_colon",
        _("the fields cannot be read ({reason}); write quotes around what holds a colon"),
    )
    FRONT_MATTER_NO_NAMES = "front_matter_no_names", _("the fields must be lines of name: content")
    FRONT_MATTER_TWICE = "front_matter_twice", _('"{name}" is written twice')
    FRONT_MATTER_TOO_DEEP = "front_matter_too_deep", _("the fields are nested too deep")

    NO_FLAG = "no_flag", _('"{value}" is neither true nor false')
    NO_DATE = "no_date", _('"{value}" is no date; example "2026-09-03 14.00"')
    NO_LIST = "no_list", _("{name} is written as a list")
    NO_TEXT = "no_text", _("{name} is written as one text")
    NO_TITLE = "no_title", _("there is no title")
    TITLE_TOO_LONG = "title_too_long", _("the title has {length} letters; at most {most}")
    TITLE_LONG = "title_long", _("the title has {length} letters; better at most {most}")
    NO_LANGUAGE = "no_language", _('"{value}" is no code of a language; example "id"')
    NO_CLAIM = "no_claim", _("a clarification without claim: write what is going round")
    LOOP = (
        "loop",
        _(
            'loop: "{name}" cannot be meant; there are: weight 0 to 10, hours ["07:00-18:00"], days ["mon", "tue"], until a date'
        ),
    )
    ANSWERS = (
        "answers",
        _('answers: written as kiosk "25a0f9710781", number 12, and private true where it is for that kiosk alone'),
    )
    ANSWER_UNSEALED = (
        "answer_unsealed",
        _("this private answer is not published: the key of kiosk {kiosk} is not known here, so it cannot be sealed"),
    )
    ANSWER_KEPT = (
        "answer_kept",
        _(
            "this private answer stays as it was published last: the key of kiosk {kiosk} is not known here, so it cannot be sealed"
            " anew"
        ),
    )
    ANSWER_PICTURES = (
        "answer_pictures",
        _(
            "a private answer has its text and one recording; pictures, documents, films and other recordings are left out"
        ),
    )
    POLL = (
        "poll",
        _(
            'poll: "{name}" cannot be meant; there are: choices (2 to 5 different ones of at most 60 letters), until a'
            " date, results"
            " hidden or shown; of news, announcements, events and services"
        ),
    )
    POLL_SUMS = "poll_sums", _("the results of polls are not as they were written; delete the file, it is made anew")
    NO_VERDICT = "no_verdict", _("a clarification without verdict; there are: {choices}")
    ID_UNFIT = "id_unfit", _("id may hold no spaces, and at most 200 letters")
    ID_TWICE = "id_twice", _("the id is that of {file}; delete the line id in the newer file")
    TEXT_EMPTY = "text_empty", _("the news item is empty")
    TEXT_TOO_LONG = "text_too_long", _("the text is too long; at most {most} letters and {lines} lines")
    NO_EXPIRES = "no_expires", _("an end (expires) is needed from priority 2 on, and for emergencies")
    EXPIRES_TOO_EARLY = "expires_too_early", _("the end (expires) is before the beginning (publish_from)")
    PRIORITY_FOR_ALERTS = "priority_for_alerts", _("priority 3 is for the category darurat alone")
    NO_PRIORITY = "no_priority", _('"{value}" is not 0, 1, 2 or 3')
    NO_STARTS = "no_starts", _("an event without a beginning (starts)")
    ENDS_TOO_EARLY = "ends_too_early", _("the end (ends) is before the beginning (starts)")
    REPEATS = (
        "repeats",
        _('"{value}" is no rule by which an event repeats; example "FREQ=MONTHLY;BYDAY=1WE", or the same in words'),
    )
    REPEATS_DOUBT = (
        "repeats_doubt",
        _('"{value}" may mean each week or each Sunday; write which of them'),
    )
    REPEATS_NEVER = "repeats_never", _("there is no day on which this event takes place")
    REPEATS_FIRST = "repeats_first", _("{day} is no day of this rule; the event begins on {first}")
    EXCEPT_IDLE = "except_idle", _("{day} is left out, but the event is not on that day")
    NO_RECORDING = "recordings_unfit", _("recordings wants a list of file and language (bgz, loe), each language once")
    NO_PICTURE_TABLE = "no_picture_table", _("a picture is written with file and alt")
    NO_ALT = "no_alt", _("the picture {file} has no alt text: write what can be seen")
    NO_AREA = "no_area", _('"{value}" is no area code of Kemendagri; example "72.01.05"')
    NO_GROUP = "no_group", _('"{value}" is no name of a group; example "nelayan"')

    SOUND_ROW = "sound_row", _("this line is not {columns} in letters, or turns a meaning")
    SOUNDS_TOO_MANY = "sounds_too_many", _("more than {most} words")
    PROMPT_UNFIT = "prompt_unfit", _("this recording is no Opus of at most 20,000 bytes; kiosks do not get it")
    PROMPTS_TOO_MANY = "prompts_too_many", _("more than {most} recordings; kiosks do not get those beyond")
    EMERGENCY_TABLES = "emergency_tables", _("write [[emergency]] above each table, and nothing else")
    EMERGENCY_ROW = "emergency_row", _("this row is not understood: {value}")
    SETTING_WRONG = "office_setting_wrong", _("{causes}")
    DIRECTION_ID = "direction_id", _('"{value}" is no name: letters, digits, hyphens, at most 60')
    REQUEST_ROW = "request_row", _("this request cannot be sent: {value}")
    RING_ROW = "ring_row", _("this ring is not understood: {value}; {causes}")
    DIRECTIONS_TOO_MANY = "directions_too_many", _("these are more settings and requests than an edition may carry")
    ACKS = "acks", _("what kiosks are told of what has come is not as it was written; delete the file, it is made anew")

    FILE_OUTSIDE = "file_outside", _("{file} is outside this folder; copy it into the folder first")
    FILE_MISSING = "file_missing", _("{file} is not in this folder")
    FILE_TOO_LARGE = "file_too_large", _("{file} is larger than {megabytes} MB")
    ATTACHMENT_UNREADABLE = "attachment_unreadable", _("{file} cannot be read ({reason})")
    PICTURE_UNFIT = (
        "picture_unfit",
        _("{file} cannot be used: it is no picture that can be shown; save it as JPEG or PNG"),
    )
    DOCUMENT_UNFIT = (
        "folder_document_unfit",
        _("{file} cannot be used: it is no PDF that opens without a password; save it again as PDF"),
    )
    DOCUMENT_TOO_LONG = "folder_document_too_long", _("{file} has {pages} pages; at most {most}")
    TEXT_DOUBTFUL = (
        "text_doubtful",
        _("the text of {file} still has words marked {sign}: look at the picture, mend them, take the marks out"),
    )
    RECORDING_UNFIT = (
        "recording_unfit",
        _("{file} cannot be used: it is no recording that can be played; save it as MP3, OGG or WAV"),
    )
    RECORDING_FORMAT = (
        "recording_format",
        _("{file} cannot be used: it is a recording of the format {format}; save it as MP3, OGG or WAV"),
    )
    FILM_UNFIT = "film_unfit", _("{file} cannot be used: it is no film that can be played; save it as MP4")
    FILM_LONG = "film_long", _("{file} is longer than {minutes} minutes; cut it")
    FILMS_NOT_INSTALLED = (
        "publish_films_not_installed",
        _("{file} cannot be used: nothing here reads films; install kim-kiosk[films]"),
    )
    SUBTITLES_UNFIT = (
        "subtitles_unfit",
        _("{file} cannot be used: there are no subtitles in it; save them as SRT or VTT"),
    )
    CALENDAR_UNFIT = "calendar_unfit", _("cannot be used: it is no calendar (.ics) that can be read")
    WARNING_UNFIT = "warning_unfit", _("cannot be used: it is no CAP warning that can be read")
    SHEET_UNFIT = "sheet_unfit", _("cannot be used: it is no such sheet of the day; see CONTRACTS.md")
    SHEET_TOO_LARGE = "sheet_too_large", _("is larger than {kilobytes} kB")
    TABLE_ROW = "table_row", _('this line is not "{columns}"; a price is a whole number of rupiah')
    TABLE_EMPTY = "table_empty", _('has no prices; each line is "{columns}"')

    TOO_MANY_ITEMS = "too_many_items", _("{count} news items; at most {most}: delete old ones")
    ALERT_KEY_NEEDED = (
        "alert_key_needed",
        _("the category darurat can be published with the alert key alone (--key alert.key)"),
    )
    CAP_KEY_NEEDED = (
        "cap_key_needed",
        _("CAP warnings (*.xml) can be published with the alert key alone (--key alert.key)"),
    )
    CLOCK_BEHIND = (
        "clock_behind",
        _("the clock of this computer ({now}) is behind the last edition ({issued}); set the clock"),
    )
    EDITION_OUT_OF_RANGE = (
        "edition_out_of_range",
        _("the edition number {edition} is out of range; use --from with the address of the site"),
    )


@dataclass(frozen=True, slots=True)
class FolderFault:
    """Fault in the folder. `line` is 0 where none can be named; a `warning` does not prevent publishing."""

    file: str
    line: int
    problem: Problem
    warning: bool = False

    def __str__(self) -> str:
        """Return the fault as one line for a log."""
        return f"{self.file}:{self.line}: {self.problem}" if self.line else f"{self.file}: {self.problem}"


@dataclass(slots=True)
class Faults:
    """Collector of faults."""

    found: list[FolderFault] = field(default_factory=list)

    def wrong(self, file: str, line: int, code: FaultCode, /, *causes: Problem, **details: Detail) -> None:
        self.found.append(FolderFault(file, line, problem(code, *causes, **details)))

    def warn(self, file: str, line: int, code: FaultCode, /, *causes: Problem, **details: Detail) -> None:
        self.found.append(FolderFault(file, line, problem(code, *causes, **details), warning=True))

    @property
    def serious(self) -> bool:
        return any(not fault.warning for fault in self.found)

    def in_order(self) -> tuple[FolderFault, ...]:
        """Return the faults sorted by file and line. Within a line they stay in the order found."""
        return tuple(sorted(self.found, key=lambda fault: (fault.file, fault.line)))


class FolderError(Exception):
    """Error: the folder cannot be published; `faults` say why."""

    def __init__(self, faults: Collection[FolderFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults if not fault.warning))
        self.faults = tuple(faults)


def did_you_mean(word: str, choices: Collection[str]) -> Problem:
    """Return a hint at the choice closest to *word*, or else at all *choices*."""
    close = difflib.get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    if close:
        return problem(FaultCode.DID_YOU_MEAN, word=close[0])
    return problem(FaultCode.CHOICES, choices=", ".join(choices))
