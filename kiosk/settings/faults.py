"""What is wrong in kiosk.toml: the table of its codes, and a fault with its line and key."""

from __future__ import annotations

import re

from msgspec import Struct

from content_cache.model.problems import Detail, Problem, ProblemCode, problem


class SettingCode(ProblemCode):
    """Each row: the code, and the names of its details. A `value` is written as TOML writes it."""

    # where it is
    WHOLE = "settings_whole"
    WHOLE_AT = "settings_whole_at", "line"
    KEY = "settings_key", "key"
    KEY_AT = "settings_key_at", "line", "key"
    NTH = "settings_nth", "section", "number", "rest"
    NTH_AT = "settings_nth_at", "line", "section", "number", "rest"

    # the file
    UNREADABLE = "settings_unreadable", "path", "reason"
    NOT_UTF8 = "settings_not_utf8", "file"
    NO_TOML = "settings_no_toml", "reason"
    WHOLE_UNUSED = "settings_whole_unused"
    DEFAULTS_USED = "settings_defaults_used"

    # sections and keys
    NO_SECTION = "no_section"
    NO_SECTION_NAMED = "no_section_named", "section"
    UNKNOWN_SECTION = "unknown_section"
    NOT_DOUBLE = "not_double", "section"
    UNKNOWN = "unknown_key"
    UNKNOWN_WORD = "unknown_word", "word"
    UNKNOWN_VALUE = "unknown_value", "value"
    MEANT = "meant", "word"
    CHOICES = "settings_choices", "choices"
    MISSING = "missing_key", "name"

    # values
    NO_TEXT = "value_no_text", "value"
    CONTROL_CHARACTER = "value_with_control_character", "value"
    NO_LANGUAGE = "value_no_language", "value"
    NO_FLAG = "value_no_flag", "value"
    NO_INTEGER = "value_no_integer", "value"
    NO_NUMBER = "value_no_number", "value"
    OUT_OF_RANGE = "value_out_of_range", "value", "least", "most"
    NO_LIST = "value_no_list", "value"
    NO_TABLE = "value_no_table", "value"
    NO_DURATION = "value_no_duration", "value"
    NO_TIME = "value_no_time", "value"
    NO_HOURS = "value_no_hours", "value"
    NO_ZONE = "value_no_zone", "value", "choices"
    NO_AREA = "value_no_area", "value"
    NO_GROUP = "value_no_group", "value"
    NO_VILLAGE = "value_no_village", "value"
    NO_PHONE = "value_no_phone", "value"
    NO_LABEL = "value_no_label", "value", "most"
    NO_DATE = "value_no_date", "value"
    TOO_MANY = "too_many_entries", "most"
    NO_KEY = "value_no_key", "value"
    NO_HOSTNAME = "value_no_hostname", "value"
    NO_ADDRESS = "value_no_address", "value"
    NO_POST_ADDRESS = "value_no_post_address", "value"
    NO_POST_KEY = "value_no_post_key", "value"
    NO_POST_CODE = "value_no_post_code", "value"
    NO_SCHEME = "value_no_scheme", "value", "url"
    PIN_OF_HAT = "pin_of_hat", "pin"
    PIN_OF_CONSOLE = "pin_of_console", "pin"
    NO_TWO_PINS = "no_two_pins", "value"
    NO_OUTPUT = "value_no_output", "value"
    NO_TOUCH = "value_no_touch"
    NO_OVERLAY = "value_no_overlay", "value"

    # sources and wiring
    NAME_TWICE = "name_twice", "name"
    KEYS_UNREADABLE = "source_keys_unreadable"
    KEYS_NOT_CENTRAL = "keys_not_central", "format"
    CENTRAL_WITHOUT_KEYS = "central_without_keys", "name"
    OFFICIAL_NOT_HTTPS = "official_not_https", "name"
    ALERTS_NOT_HTTPS = "alerts_not_https", "name"
    KEY_UNKNOWN = "keyboard_key_unknown", "key"
    KEY_TAKEN = "keyboard_key_taken", "key"
    PIN_TAKEN = "pin_taken", "pin", "by"

    # set by the office
    NOT_FROM_OFFICE = "setting_not_from_office"
    NOT_FROM_HERE = "setting_address_not_public"
    NOT_UNDERSTOOD = "setting_not_understood"
    TOO_LONG = "setting_too_long"
    SILENCES = "setting_silences_warnings"
    TOKEN_STAYS = "setting_token_stays"  # noqa: S105 -- a code

    # what holds instead
    DEFAULT = "default_used", "value"
    NOT_USED = "not_used"
    NOT_USED_PATH = "not_used_path", "path"
    SOURCE_NOT_USED = "source_not_used"
    BUTTON_NOT_USED = "button_not_used"


class SettingError(ValueError):
    """A value that cannot be used; its problems say why, and what may have been meant."""

    def __init__(self, code: SettingCode, /, *more: Problem | None, **details: Detail) -> None:
        super().__init__(code.value)
        self.problems = (problem(code, **details), *(each for each in more if each is not None))


_NTH = re.compile(r"(\w+)\.(\d+)(.*)")


class Fault(Struct, frozen=True):
    """One mistake in the settings: the line (0 where none can be named), the key ("" for the whole file), and what is wrong, then
    what holds instead. Tables of an array are numbered from 0 in keys: "source.1.url"."""

    line: int
    key: str
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """All of it, to be put into words as one line."""
        at: dict[str, Detail] = {"line": self.line} if self.line else {}
        if not self.key:
            return problem(SettingCode.WHOLE_AT if at else SettingCode.WHOLE, *self.problems, **at)
        if nth := _NTH.fullmatch(self.key):
            code = SettingCode.NTH_AT if at else SettingCode.NTH
            return problem(code, *self.problems, **at, section=nth[1], number=int(nth[2]) + 1, rest=nth[3])
        return problem(SettingCode.KEY_AT if at else SettingCode.KEY, *self.problems, **at, key=self.key)

    def __str__(self) -> str:
        """One line for a log."""
        return str(self.problem)
