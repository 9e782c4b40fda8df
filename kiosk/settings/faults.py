"""Faults in kiosk.toml: the table of codes, and a fault with its line and key."""

from __future__ import annotations

import re

from msgspec import Struct

from content_cache.model.problems import Detail, Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class SettingCode(ProblemCode):
    """Codes of faults in settings. A `value` is written as TOML writes it."""

    # places of faults
    WHOLE = "settings_whole", _("{causes}")
    WHOLE_AT = "settings_whole_at", _("line {line}: {causes}")
    KEY = "settings_key", _("{key}: {causes}")
    KEY_AT = "settings_key_at", _("line {line}: {key}: {causes}")
    NTH = "settings_nth", _("{section} no. {number}{rest}: {causes}")
    NTH_AT = "settings_nth_at", _("line {line}: {section} no. {number}{rest}: {causes}")

    # the file
    UNREADABLE = "settings_unreadable", _("{path} cannot be read: {reason}")
    NOT_UTF8 = "settings_not_utf8", _("{file} is no UTF-8 text; save it again in the encoding UTF-8")
    NO_TOML = "settings_no_toml", _("wrong TOML ({reason})")
    WHOLE_UNUSED = "settings_whole_unused", _("none of the file is used")
    DEFAULTS_USED = "settings_defaults_used", _("the default settings are used")

    # sections and keys
    NO_SECTION = "no_section", _("must be a section, written as [name] on a line of its own")
    NO_SECTION_NAMED = "no_section_named", _("must be a section, written as [{section}] on a line of its own")
    UNKNOWN_SECTION = "unknown_section", _("unknown section")
    NOT_DOUBLE = "not_double", _("write [[{section}]] in double brackets")
    UNKNOWN = "unknown_key", _("unknown")
    UNKNOWN_WORD = "unknown_word", _("{word} is unknown")
    UNKNOWN_VALUE = "unknown_value", _("{value} is unknown")
    MEANT = "meant", _("did you mean {word}?")
    CHOICES = "settings_choices", _("there are: {choices}")
    MISSING = "missing_key", _("{name} is missing")

    # values
    NO_TEXT = "value_no_text", _("{value} is no text; write it between quotes")
    CONTROL_CHARACTER = "value_with_control_character", _("{value} has a character that cannot be shown; type it anew")
    NO_LANGUAGE = "value_no_language", _('{value} is no code of a language; example "id"')
    NO_FLAG = "value_no_flag", _("{value} is neither true nor false")
    NO_INTEGER = "value_no_integer", _("{value} is no whole number")
    NO_NUMBER = "value_no_number", _("{value} is no number")
    OUT_OF_RANGE = "value_out_of_range", _("{value} is not within {least} and {most}")
    NO_LIST = "value_no_list", _("{value} is no list; write it between [ and ]")
    NO_TABLE = "value_no_table", _("{value} is no section")
    NO_DURATION = "value_no_duration", _('{value} is no duration; example "30s", "15m", "1h"')
    NO_TIME = "value_no_time", _('{value} is no time of day; example "07:00"')
    NO_HOURS = "value_no_hours", _('{value} is no range of hours; example "21:00-05:30"')
    NO_ZONE = "value_no_zone", _("the time zone {value} is unknown; there are: {choices}")
    NO_AREA = "value_no_area", _('{value} is no area code of Kemendagri; example "72.01.05"')
    NO_GROUP = "value_no_group", _('{value} is no name of a group; example "nelayan"')
    NO_VILLAGE = "value_no_village", _('{value} is no village code of BMKG; example "72.01.05.2003"')
    NO_PHONE = "value_no_phone", _('{value} is no telephone number; example "0461 000 118"')
    NO_LABEL = "value_no_label", _("{value} is no name of up to {most} characters")
    NO_DATE = "value_no_date", _('{value} is no date; example "2026-11-20"')
    TOO_MANY = "too_many_entries", _("what is beyond the first {most} is not used")
    NO_KEY = "value_no_key", _('{value} is no public key of minisign; copy the line of kiosk keys new, "RWQ…"')
    NO_HOSTNAME = "value_no_hostname", _("{value} is no name of a machine; use small letters, digits and hyphens")
    NO_ADDRESS = "value_no_address", _("{value} is neither an http(s) address nor the name of a file")
    POST_ADDRESS_DOUBLE = (
        "value_post_address_double",
        _("{value} ends with /post, which the kiosk adds by itself; write the address without it"),
    )
    NO_POST_ADDRESS = "value_no_post_address", _("{value} is no address of a receiver; it begins with https://")
    NO_POST_KEY = (
        "value_no_post_key",
        _("{value} is no key of an office; copy all of its 48 characters from the office's desk"),
    )
    NO_OFFICE_HOST = "value_no_office_host", _("{value} is no name of a server, such as kabar.example.go.id")
    NO_AUTHORITY = (
        "value_no_authority",
        _("this is no certificate of an authority; copy all of its lines, BEGIN CERTIFICATE to END CERTIFICATE"),
    )
    NO_POST_CODE = "value_no_post_code", _("{value} is no code of an office; it has 8 letters or digits")
    NO_SCHEME = (
        "value_no_scheme",
        _('{value} lacks https:// in front; write "https://{url}" (a file is written "./{url}")'),
    )
    PIN_OF_HAT = "pin_of_hat", _("pin {pin} is reserved for a HAT; choose another pin")
    PIN_OF_CONSOLE = "pin_of_console", _("pin {pin} is reserved for the serial console; choose another pin")
    NO_TWO_PINS = "no_two_pins", _("{value} is no two different pins; example [23, 24]")
    NO_OUTPUT = "value_no_output", _('{value} is no output of a display; example "HDMI-1" or "DSI-1"')
    NO_PRINTER = (
        "value_no_printer",
        _(
            '{value} is no address of a printer; examples "/dev/usb/lp0", "usb:04b8:0e15", "serial:/dev/ttyUSB0", "tcp://192.168.1.9"'
        ),
    )
    NO_TOUCH = (
        "value_no_touch",
        _("these are not six numbers that correct a touch panel; find them by the technician's page"),
    )
    NO_OVERLAY = "value_no_overlay", _('{value} is no overlay; example "hifiberry-dac" or "i2c-rtc,ds3231"')

    # sources and wiring
    NAME_TWICE = "name_twice", _('the name "{name}" is used twice; the second is not used')
    KEYS_UNREADABLE = "source_keys_unreadable", _("its keys cannot be read")
    KEYS_NOT_CENTRAL = "keys_not_central", _('keys are for the format central alone, not for "{format}"')
    CENTRAL_WITHOUT_KEYS = "central_without_keys", _('"{name}" is of the format central, but has no keys')
    OFFICIAL_NOT_HTTPS = (
        "official_not_https",
        _("{name}: official holds for an address that begins with https:// and has no keys"),
    )
    ALERTS_NOT_HTTPS = (
        "alerts_not_https",
        _('"{name}" must have an https address for warnings; its content becomes news alone'),
    )
    KEY_UNKNOWN = "keyboard_key_unknown", _("the key {key} is unknown")
    KEY_TAKEN = "keyboard_key_taken", _('the key "{key}" is used already')
    PIN_TAKEN = "pin_taken", _("pin {pin} is used by {by} already")

    # set by the office
    NOT_FROM_OFFICE = "setting_not_from_office", _("refused: no office sets this from afar")
    NOT_FROM_HERE = "setting_address_not_public", _("refused: from afar only https addresses of a host with a name")
    NOT_UNDERSTOOD = "setting_not_understood", _("refused: it is not understood")
    TOO_LONG = "setting_too_long", _("refused: it is too long")
    SILENCES = "setting_silences_warnings", _("refused: warnings cannot be silenced from afar")
    TOKEN_STAYS = "setting_token_stays", _("refused: the reports have a token, which goes to no other host")

    # values used instead
    DEFAULT = "default_used", _("the default {value} is used")
    NOT_USED = "not_used", _("not used")
    NOT_USED_PATH = "not_used_path", _("{path} is not used")
    SOURCE_NOT_USED = "source_not_used", _("this source is not used")
    BUTTON_NOT_USED = "button_not_used", _("this button is not used")


class SettingError(ValueError):
    """Error for a value that cannot be used; its problems say why, and what may have been meant."""

    def __init__(self, code: SettingCode, /, *more: Problem | None, **details: Detail) -> None:
        super().__init__(code.value)
        self.problems = (problem(code, **details), *(each for each in more if each is not None))


_NTH = re.compile(r"(\w+)\.(\d+)(.*)")


class Fault(Struct, frozen=True):
    """One mistake in the settings.

    *line* is 0 where none can be named, *key* is "" for the whole file. *problems* say what is wrong, then what holds
    instead. Tables of an array are numbered from 0 in keys: "source.1.url".
    """

    line: int
    key: str
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """Return the whole fault as one problem, which is worded as one line."""
        at: dict[str, Detail] = {"line": self.line} if self.line else {}
        if not self.key:
            return problem(SettingCode.WHOLE_AT if at else SettingCode.WHOLE, *self.problems, **at)
        if nth := _NTH.fullmatch(self.key):
            code = SettingCode.NTH_AT if at else SettingCode.NTH
            return problem(code, *self.problems, **at, section=nth[1], number=int(nth[2]) + 1, rest=nth[3])
        return problem(SettingCode.KEY_AT if at else SettingCode.KEY, *self.problems, **at, key=self.key)

    def __str__(self) -> str:
        """Return the fault as one line for a log."""
        return str(self.problem)
