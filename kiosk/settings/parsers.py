"""Parsers of single settings, from what a technician writes to what the program uses. Each raises SettingError."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from content_cache.model.errors import SignatureError
from content_cache.model.groups import group as name_of_group
from content_cache.model.problems import problem
from content_cache.model.sheets import phone_number
from content_cache.text.plain import clean_title
from kiosk.core.panel_touch import usable
from kiosk.post.enrolment import parse_code
from kiosk.post.envelope import key_text, parse_key
from kiosk.post.faults import EnvelopeError
from kiosk.settings.faults import SettingCode, SettingError
from kiosk.settings.printer_address import parse_address
from kiosk.settings.schema import Parser, did_you_mean, short_toml

VOICES = ("auto", "mb-id1", "id", "silent", "kokoro", "kokoro/em_alex", "kokoro/ef_dora")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours = tuple[time, time]
"""Start and end; the end may lie on the next day."""


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise SettingError(SettingCode.NO_TEXT, value=short_toml(value))
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in value):
        raise SettingError(SettingCode.CONTROL_CHARACTER, value=short_toml(value))  # paths and addresses have none
    return value


_OF_ALL_LANDS = ("id", "en")
"""Languages whose catalogue is one for all countries: systems and browsers name a country, too ("id-ID", "en_GB")."""


def language(value: Any) -> str:
    """Return *value* as the code of a language (ISO 639), which is the folder name of its catalogue."""
    written = re.fullmatch(r"([a-z]{2,3})(?:([_-])([A-Za-z]{2,8}))?", text(value))
    code, sign, more = written.groups("") if written is not None else ("", "", "")
    if not more or (code in _OF_ALL_LANDS and len(more) == 2):
        more = ""
    if not code or (sign == "-" and len(more) == 2):  # a country's own catalogue must be written as its folder: "_"
        raise SettingError(SettingCode.NO_LANGUAGE, value=short_toml(value))
    return f"{code}_{more}" if more else code


def yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise SettingError(SettingCode.NO_FLAG, value=short_toml(value))
    return value


def number(least: float, most: float) -> Parser:
    """Return a parser of numbers from *least* to *most*; of whole numbers if both limits are whole."""
    whole = isinstance(least, int) and isinstance(most, int)

    def parse(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise SettingError(SettingCode.NO_INTEGER if whole else SettingCode.NO_NUMBER, value=short_toml(value))
        if not least <= value <= most:
            raise SettingError(
                SettingCode.OUT_OF_RANGE, value=short_toml(value), least=short_toml(least), most=short_toml(most)
            )
        return value

    return parse


_RESERVED = {
    0: SettingCode.PIN_OF_HAT,
    1: SettingCode.PIN_OF_HAT,
    14: SettingCode.PIN_OF_CONSOLE,
    15: SettingCode.PIN_OF_CONSOLE,
}
"""Reserved pins: GPIO 0 and 1 read a HAT's EEPROM at boot, 14 and 15 are the UART of the serial console.

I2C, SPI and PCM have no use of their own here: their pins are free, as long as config.txt does not turn the bus on.
"""


def pin(value: Any) -> int:
    """Return *value* as a BCM pin number of the 40-pin header."""
    checked = int(number(0, 27)(value))
    if checked in _RESERVED:
        raise SettingError(_RESERVED[checked], pin=checked)
    return checked


def two_pins(value: Any) -> tuple[int, int]:
    """Return the two pins of a list such as [23, 24]."""
    if not isinstance(value, list) or len(value) != 2 or value[0] == value[1]:
        raise SettingError(SettingCode.NO_TWO_PINS, value=short_toml(value))
    return pin(value[0]), pin(value[1])


def one_of(choices: Collection[str]) -> Parser:
    def parse(value: Any) -> str:
        if value not in choices:
            raise SettingError(SettingCode.UNKNOWN_VALUE, did_you_mean(str(value), choices), value=short_toml(value))
        return str(value)

    return parse


def voice(value: Any) -> str:
    """Return *value* as one of VOICES, or as the folder of a Piper voice. With an unknown voice the window could not start."""
    name = text(value)
    return name if "/" in name and not name.startswith("kokoro/") else one_of(VOICES)(name)


def list_of(parse: Parser) -> Parser:
    def parse_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise SettingError(SettingCode.NO_LIST, value=short_toml(value))
        return tuple(parse(each) for each in value)

    return parse_all


def table_of(parse: Parser) -> Parser:
    def parse_all(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise SettingError(SettingCode.NO_TABLE, value=short_toml(value))
        return {key: parse(each) for key, each in value.items()}

    return parse_all


def quarter_turn(value: Any) -> int:
    if isinstance(value, bool) or value not in (0, 90, 180, 270):
        raise SettingError(
            SettingCode.UNKNOWN_VALUE, problem(SettingCode.CHOICES, choices="0, 90, 180, 270"), value=short_toml(value)
        )
    return int(value)


def paper_width(value: Any) -> int:
    if isinstance(value, bool) or value not in (58, 80):
        raise SettingError(
            SettingCode.UNKNOWN_VALUE, problem(SettingCode.CHOICES, choices="58, 80"), value=short_toml(value)
        )
    return int(value)


def printer(value: Any) -> str:
    """Return *value* as the address of a slip printer (`kiosk.settings.printer_address`), or ""."""
    if text(value) and parse_address(value) is None:
        raise SettingError(SettingCode.NO_PRINTER, value=short_toml(value[:60]))
    return str(value)


def output(value: Any) -> str:
    """Return *value* as a display's connector: "auto", "HDMI-A-1", or in short "HDMI-1" or "DSI"."""
    if not re.fullmatch(r"auto|[A-Za-z][A-Za-z0-9-]{1,19}", text(value)):
        raise SettingError(SettingCode.NO_OUTPUT, value=short_toml(text(value)[:40]))
    return str(value)


def touch(value: Any) -> tuple[float, ...]:
    """Return *value* as the six numbers of a touch correction (`kiosk.core.panel_touch`), or as an empty tuple."""
    if not isinstance(value, list) or (value and not usable(value)):
        raise SettingError(SettingCode.NO_TOUCH)
    return tuple(float(each) for each in value)


_OVERLAY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}(,[a-z0-9][a-z0-9_-]{0,29}(=[A-Za-z0-9._-]{1,20})?){0,6}")
_LONGEST_LINE = 86
"""Maximum length: the firmware reads 98 characters of a line of config.txt, and "dtoverlay=" stands before."""
_MOST_OVERLAYS = 8


def overlays(value: Any) -> tuple[str, ...]:
    """Return *value* as a list of overlays such as ["hifiberry-dac", "i2c-rtc,ds3231"], each on one line of config.txt."""
    found = list_of(_overlay)(value)
    if len(found) > _MOST_OVERLAYS:
        raise SettingError(SettingCode.TOO_MANY, most=_MOST_OVERLAYS)
    return tuple(dict.fromkeys(found))


def _overlay(value: Any) -> str:
    name = text(value)
    if not _OVERLAY.fullmatch(name) or len(name) > _LONGEST_LINE:
        raise SettingError(SettingCode.NO_OVERLAY, value=short_toml(name[:60]))
    return name


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(value: Any) -> float:
    """Return a duration such as "75s", "15m", "1h" or "1d" in seconds."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", value.strip()) if isinstance(value, str) else None
    if not match or float(match[1]) <= 0:
        raise SettingError(SettingCode.NO_DURATION, value=short_toml(value))
    return float(match[1]) * _SECONDS[match[2]]


def clock_time(value: Any) -> time:
    """Return the time of day written as "07:00" or "07.00"."""
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip()) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise SettingError(SettingCode.NO_TIME, value=short_toml(value))
    return time(int(match[1]), int(match[2]))


def hours(value: Any) -> Hours:
    """Return the start and end of a span such as "21:00-05:30"."""
    first, dash, last = str(value).partition("-")
    if not dash:
        raise SettingError(SettingCode.NO_HOURS, value=short_toml(value))
    return clock_time(first), clock_time(last)


def days(value: Any) -> tuple[int, ...]:
    """Return the weekdays of "daily" or "mon,tue" as numbers, Monday 0. Raise SettingError for any other text."""
    if value == "daily":
        return tuple(range(7))
    return tuple(DAYS.index(one_of(DAYS)(day.strip().lower())) for day in text(value).split(","))


def zone(value: Any) -> str:
    try:
        return ZoneInfo(text(value)).key
    except (KeyError, OSError) as unknown:  # ZoneInfoNotFoundError is a KeyError; a folder's name gives an OSError
        zones = ("Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura")
        raise SettingError(SettingCode.NO_ZONE, value=short_toml(value), choices=", ".join(zones)) from unknown


def area(value: Any) -> str:
    if not re.fullmatch(r"(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?", text(value)):
        raise SettingError(SettingCode.NO_AREA, value=short_toml(value))
    return str(value)


def group(value: Any) -> str:
    """Return *value* as the name of a group of residents, such as "nelayan" or "ibu hamil"."""
    try:
        return name_of_group(text(value))
    except ValueError:
        raise SettingError(SettingCode.NO_GROUP, value=short_toml(value)) from None


def village_code(value: Any) -> str:
    """Return *value* as BMKG's code of a village, such as "72.01.05.2003", or ""."""
    if not re.fullmatch(r"(\d{2}\.\d{2}\.\d{2}\.\d{4})?", text(value)):
        raise SettingError(SettingCode.NO_VILLAGE, value=short_toml(value))
    return str(value)


def phone(value: Any) -> str:
    """Return a telephone number such as "112" or "0461 000 118"."""
    try:
        return phone_number(text(value))
    except ValueError as error:
        raise SettingError(SettingCode.NO_PHONE, value=short_toml(text(value)[:40])) from error


def phone_or_none(value: Any) -> str:
    """Return a telephone number, or ""."""
    return phone(value) if value != "" else ""


def label(most: int) -> Parser:
    """Return a parser that makes a name one plain line.

    It raises SettingError if the name is empty or longer than *most* characters.
    """

    def parse(value: Any) -> str:
        cleaned = clean_title(text(value), most + 2)
        if not 0 < len(cleaned) <= most:
            raise SettingError(SettingCode.NO_LABEL, value=short_toml(text(value)[:40]), most=most)
        return cleaned

    return parse


def day(value: Any) -> date:
    """Return the date written as 2026-11-20, with or without quotes."""
    try:
        return value if type(value) is date else date.fromisoformat(text(value))
    except ValueError as error:
        raise SettingError(SettingCode.NO_DATE, value=short_toml(value)) from error


def public_key(value: Any) -> str:
    """Return *value* as a minisign public key, alone or with words that tell its use ("RWQ… spare")."""
    from content_cache.signing.keys import PublicKey  # loaded only where keys are set

    try:
        PublicKey.parse(text(value))
    except SignatureError as error:
        raise SettingError(SettingCode.NO_KEY, value=short_toml(value)) from error
    return str(value)


def secure_link(value: Any) -> str:
    """Return *value* as an https address short enough for a QR code on a small screen, or ""."""
    link = text(value)
    if link and not (re.fullmatch(r"https://[^\s/?#@]+(/[!-~]*)?", link[:300]) and _has_host(link)):
        raise SettingError(SettingCode.NO_POST_ADDRESS, value=short_toml(value))
    return link


def post_url(value: Any) -> str:
    """Return *value* as the address that envelopes are sent to: over https, or to this machine itself."""
    url = text(value).rstrip("/")
    form = r"(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^\s?#]*)?"
    if url and not (re.fullmatch(form, url) and _has_host(url)):
        raise SettingError(SettingCode.NO_POST_ADDRESS, value=short_toml(value))
    if url.endswith("/post"):
        raise SettingError(SettingCode.POST_ADDRESS_DOUBLE, value=short_toml(value))
    return url


_OFFICE_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def office_host(value: Any) -> str:
    """Return *value* as the name of a host on the internet (RFC 1123), or ""."""
    name = text(value)
    if name and not (len(name) < 250 and _OFFICE_HOST.fullmatch(name)):
        raise SettingError(SettingCode.NO_OFFICE_HOST, value=short_toml(name))
    return name


def authorities(value: Any) -> str:
    """Return *value* as certificates of authorities in PEM, or ""."""
    written = str(value).strip() if isinstance(value, str) else text(value)
    if written and not _are_authorities(written):
        raise SettingError(SettingCode.NO_AUTHORITY)
    return written


def _are_authorities(written: str) -> bool:
    """Return whether *written* is one certificate or more, each of an authority (RFC 5280, 4.2.1.9)."""
    from cryptography import x509  # loaded only where a regency has an authority of its own

    try:
        found = x509.load_pem_x509_certificates(written.encode())
        return all(each.extensions.get_extension_for_class(x509.BasicConstraints).value.ca for each in found)
    except (ValueError, x509.ExtensionNotFound):
        return False


def post_key(value: Any) -> str:
    """Return *value* as the office's key for sealing envelopes, 48 characters."""
    try:
        return text(value) and key_text(parse_key(text(value), "office"), "office")
    except EnvelopeError as error:
        raise SettingError(SettingCode.NO_POST_KEY, value=short_toml(value)) from error


def post_code(value: Any) -> str:
    """Return *value* as the code by which the office recognises a new kiosk, 8 letters or digits."""
    try:
        return text(value) and parse_code(text(value))
    except EnvelopeError as error:
        raise SettingError(SettingCode.NO_POST_CODE, value=short_toml(value)) from error


def pin_digits(value: Any) -> str:
    """Return *value* as a PIN, written with or without quotes.

    A number is accepted: a refusal would quote the PIN in a message.
    """
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)


_HOSTNAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def hostname(value: Any) -> str:
    """Return *value* as the machine's name in its network (RFC 1123), or ""."""
    name = text(value)
    if name and not _HOSTNAME.fullmatch(name):
        raise SettingError(SettingCode.NO_HOSTNAME, value=short_toml(name))
    return name


_HOST = re.compile(
    r"(localhost|([a-z0-9-]+\.)+(?P<last>[a-z]{2,})|\d{1,3}(\.\d{1,3}){3})(:\d+)?(?P<rest>[/?#].*)?", re.IGNORECASE
)
_MOST_NAME, _MOST_PATH = 255, 4_000  # bytes; Linux's limits, with room for the parent folder
_FEED_FILES = ("xml", "rss", "atom", "rdf", "json", "ics", "cap")
"""Endings that no domain has: "kabar.json" is a file beside the settings."""


def feed_url(value: Any) -> str:
    """Return *value* as the web address or the file path of a feed."""
    url = text(value)
    bare = url.removeprefix("//")
    host = _HOST.fullmatch(bare)
    if host and (host["rest"] or str(host["last"]).lower() not in _FEED_FILES):
        raise SettingError(SettingCode.NO_SCHEME, value=short_toml(value), url=bare)
    is_path = not re.match(r"[a-z][a-z0-9+.-]+:|//[^/]*[][:@]", url, re.IGNORECASE)
    if not url or not (is_path or _is_of_the_web(url)):
        raise SettingError(SettingCode.NO_ADDRESS, value=short_toml(value))
    return path(value) if is_path else url


def path(value: Any) -> str:
    """Return *value* as the path of a file or folder; repeated slashes become one.

    A name longer than Linux allows is refused, because a check whether it exists would raise OSError.
    """
    name = re.sub("/{2,}", "/", text(value))
    if len(name.encode()) > _MOST_PATH or any(len(part.encode()) > _MOST_NAME for part in name.split("/")):
        raise SettingError(SettingCode.NO_ADDRESS, value=short_toml(value))
    return name


def web_url(value: Any) -> str:
    """Return *value* as a web address, or ""."""
    url = text(value)
    if url and not _is_of_the_web(url):
        raise SettingError(SettingCode.NO_ADDRESS, value=short_toml(value))
    return url


def _is_of_the_web(url: str) -> bool:
    return re.match(r"https?://", url, re.IGNORECASE) is not None and _has_host(url)


def _has_host(url: str) -> bool:
    """Return whether *url* names a host, and a valid port (RFC 3986, 3.2).

    Later readers of addresses raise ValueError for others, such as "https://[alamat]/feed" with the brackets of a
    copied example.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and port != 0 and not re.search(r"\s", parts.netloc)
