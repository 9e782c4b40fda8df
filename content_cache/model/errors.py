"""Errors between feed and store: the table of their codes, and the exceptions that carry them."""

from __future__ import annotations

from content_cache.model.problems import UNNAMED, Detail, Problem, ProblemCode
from content_cache.model.problems import msgid as _


class Code(ProblemCode):
    """Codes of the cache, as they are stored. A released code keeps its meaning."""

    OTHER = UNNAMED, _("{text}")
    UNEXPECTED = "unexpected", _("its content cannot be processed safely; tell its publisher"), "reason"

    # the line
    UNREACHABLE = (
        "unreachable",
        _("{host} cannot be reached ({reason}); check the internet connection; it is tried again later by itself"),
    )
    NAME_UNKNOWN = (
        "name_unknown",
        _(
            "{host} cannot be reached: nobody knows this name; "
            "check url in kiosk.toml and the internet connection; it is tried again later by itself"
        ),
    )
    NAME_NOT_RESOLVED = (
        "name_not_resolved",
        _(
            "{host} cannot be reached: nobody tells its address (DNS); "
            "check the internet connection; it is tried again later by itself"
        ),
    )
    CONNECTION_REFUSED = (
        "connection_refused",
        _(
            "{host} cannot be reached: that server refuses the connection; "
            "check the internet connection; it is tried again later by itself"
        ),
    )
    NO_ROUTE = (
        "no_route",
        _(
            "{host} cannot be reached: no network leads there; "
            "check the internet connection; it is tried again later by itself"
        ),
    )
    NO_ANSWER = (
        "no_answer",
        _(
            "{host} cannot be reached: it does not answer; check the internet connection; it is tried again later by itself"
        ),
    )
    BROKE_OFF = (
        "broke_off",
        _("{host} broke the connection off before it answered; it is tried again later by itself"),
        "reason",
    )
    TOO_SLOW = "too_slow", _("the connection is too slow; it is tried again later by itself"), "seconds"
    CERTIFICATE_DATE = (
        "certificate_date",
        _("the kiosk's clock is wrong, so that a secure connection cannot be checked; set the clock"),
        "host",
        "date",
        "reason",
    )
    TLS_FAILED = "tls_failed", _("no secure connection to {host}; check the kiosk's clock and the address"), "reason"
    LOGIN_NEEDED = (
        "login_needed",
        _("the network wants a login first (a login page); log in on that network, or ask the owner of the Wi-Fi"),
        "host",
    )
    LOGIN_PAGE = (
        "login_page",
        _("the network wants a login first (a login page); log in on that network, or ask the owner of the Wi-Fi"),
    )

    # what a host answers
    ACCESS_DENIED = "access_denied", _("the server refuses (HTTP {status}); check url in kiosk.toml")
    NOT_FOUND = "not_found", _("the server has no such address (HTTP {status}); check url in kiosk.toml")
    GONE = (
        "gone",
        _("its publisher has closed this source, what it brought is still shown; check url in kiosk.toml"),
        "status",
    )
    BUSY = "busy", _("the server is busy (HTTP {status}); it is tried again later by itself")
    HTTP_STATUS = "http_status", _("the server has a problem (HTTP {status}); it is tried again later by itself")
    TOO_LARGE = "too_large", _("too large, not fetched; tell its publisher"), "megabytes"
    UNPACKED_TOO_LARGE = "unpacked_too_large", _("too large, not fetched; tell its publisher")
    PACKING_UNKNOWN = (
        "packing_unknown",
        _("the data was damaged on its way; it is tried again later by itself"),
        "encoding",
    )
    PACKING_DAMAGED = (
        "packing_damaged",
        _("the data was damaged on its way; it is tried again later by itself"),
        "encoding",
        "reason",
    )
    WRONG_PIECE = "wrong_piece", _("the data was damaged on its way; it is tried again later by itself")

    # where an address leads
    NO_WEB_ADDRESS = "no_web_address", _("the address leads where it may not; check url in kiosk.toml"), "url"
    PRIVATE_ADDRESS = (
        "private_address",
        _("the address leads where it may not; check url in kiosk.toml"),
        "host",
        "address",
    )
    TOO_MANY_REDIRECTS = (
        "too_many_redirects",
        _("the address leads where it may not; check url in kiosk.toml"),
        "count",
        "url",
    )
    REDIRECT_NO_WEB = "redirect_no_web", _("the address leads where it may not; check url in kiosk.toml"), "url"
    REDIRECT_INSECURE = "redirect_insecure", _("the address leads where it may not; check url in kiosk.toml"), "url"
    REDIRECT_FOREIGN = "redirect_foreign", _("the address leads where it may not; check url in kiosk.toml"), "url"
    OUTSIDE_FOLDER = "outside_folder", _("the address leads where it may not; check url in kiosk.toml"), "path"
    NO_FILE = "no_file", _("the file {path} cannot be read; check url in kiosk.toml")
    FILE_UNREADABLE = "file_unreadable", _("the file {path} cannot be read; check url in kiosk.toml"), "reason"

    # the bytes of a feed
    FEED_EMPTY = "feed_empty", _("the feed is empty; tell its publisher")
    WEB_PAGE = (
        "web_page",
        _(
            "a web page came in place of the feed: its site is under repair, or the address is not the feed's; "
            "check url in kiosk.toml, or tell its publisher"
        ),
    )
    NO_FEED = "no_feed", _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher")
    SMS_NONE = "sms_none", _("it is no SMS of an office")
    SMS_UNFIT = (
        "sms_unfit",
        _(
            "an SMS cannot carry that: at most {letters} letters ({bytes} bytes), a number above the last, an area by its digits"
        ),
    )
    FORMAT_UNKNOWN = (
        "format_unknown",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "format",
    )
    FORMAT_OTHER = (
        "format_other",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "expected",
        "found",
    )
    XML_ROOT = (
        "xml_root",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "name",
    )
    XML_BROKEN = (
        "xml_broken",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "reason",
    )
    XML_DECLARES = (
        "xml_declares",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    RSS_BROKEN = (
        "rss_broken",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "reason",
    )
    JSON_BROKEN = (
        "json_broken",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
        "reason",
        "line",
    )
    JSON_TOO_DEEP = (
        "json_too_deep",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    JSON_NO_OBJECT = (
        "json_no_object",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    JSON_NO_ITEMS = (
        "json_no_items",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    NO_QUAKES = (
        "no_quakes",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    NO_FORECAST = (
        "no_forecast",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    NO_SHEET = (
        "no_sheet",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    CALENDAR_BROKEN = (
        "calendar_broken",
        _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    )
    INCOMPLETE = "incomplete", _("only a part of it arrived, the rest is tried again later by itself")
    NOTHING_USABLE = "nothing_usable", _("nothing in it can be used ({causes}); tell its publisher")

    # what is left out of a feed
    FEED_CUT = "feed_cut", _("{count} feed was cut off: only its whole items are used")
    FEED_TOO_LONG = "feed_too_long", _("{count} feed is longer than the limit of {most} items")
    TAGS_WITHOUT_END = "tags_without_end", _("tags without an end dropped, perhaps with their items: {count}")
    ITEMS_BROKEN = "items_broken", _("damaged items left out: {count}")
    ITEMS_BEYOND = "items_beyond", _("items beyond the limit of {most} left out: {count}")
    ITEM_NO_OBJECT = "item_no_object", _("damaged items left out (no object): {count}")
    ITEM_TOO_DEEP = "item_too_deep", _("damaged items left out (too large or nested too deep): {count}")
    ITEM_NO_NUMBER = "item_no_number", _("damaged items left out (a number that is none): {count}")
    ITEM_HALF_CHARACTER = "item_half_character", _("damaged items left out (half a character): {count}")
    ITEM_TWICE = "item_twice", _("items with the same id, of which the newer is used: {count}")
    ITEM_EMPTY = "item_empty", _("items without title and text left out: {count}")
    ITEM_UNSTORABLE = "item_unstorable", _("the item {id} cannot be stored"), "reason"
    ALERT_WITHOUT_KEY = "alert_without_key", _("emergencies without a key, shown as news: {count}")
    QUAKE_INCOMPLETE = "quake_incomplete", _("earthquakes without time, place or magnitude left out: {count}")
    FORECAST_STEP = "forecast_step", _("steps of a forecast that cannot be read left out: {count}")
    SHEET_ROW = "sheet_row", _("rows of a sheet of the day that cannot be read left out: {count}")
    CAP_NO_IDENTIFIER = "cap_no_identifier", _("CAP messages without a valid identifier left out: {count}")
    CAP_NO_SENDER = "cap_no_sender", _("CAP messages without a valid sender left out: {count}")
    CAP_NOT_SENT = "cap_not_sent", _("CAP messages without a valid time of sending left out: {count}")
    CAP_STATUS = "cap_status", _('CAP messages of the status "{status}" left out: {count}')
    CAP_KIND = "cap_kind", _('CAP messages of the kind "{kind}" left out: {count}')
    CAP_NOT_PUBLIC = "cap_not_public", _("CAP messages that are not for the public left out: {count}")
    CALENDAR_CUT = "calendar_cut", _("{count} calendar was cut off: only its whole events are used")
    EVENT_BROKEN = "event_broken", _("damaged events left out: {count}")
    EVENTS_BEYOND = "events_beyond", _("events beyond the limit of {most} left out: {count}")
    TIMES_BEYOND = "times_beyond", _("events whose first {most} times alone are shown: {count}")
    REPEATS_TOO_OFTEN = (
        "repeats_too_often",
        _("events left out, for the calendar repeats more than {most} times: {count}"),
    )
    RULE_UNREADABLE = (
        "rule_unreadable",
        _("events kept at their first time alone, for their rule of repeating cannot be read: {count}"),
    )
    RULE_NO_START = "rule_no_start", _("events without DTSTART left out: {count}")
    RULE_TOO_MANY = (
        "rule_too_many",
        _("events with too many rules of repeating kept at their first time alone: {count}"),
    )
    RULE_TOO_LONG = "rule_too_long", _("events that repeat for too long left out: {count}")
    RULE_FREQUENCY = (
        "rule_frequency",
        _("events kept at their first time alone, for FREQ={frequency} is not followed: {count}"),
    )
    RULE_TOO_OFTEN = (
        "rule_too_often",
        _("events that take place too often a day kept at their first time alone: {count}"),
    )
    RULE_UNUSUAL = "rule_unusual", _("events with an unusual rule of repeating kept at their first time alone: {count}")
    RULE_NEVER = "rule_never", _("events whose rule of repeating never matches kept at their first time alone: {count}")
    VOICE_UNFIT = "voice_unfit", _("sounds of sentences left out that are none, or not as an edition has them: {count}")
    VOICE_BEYOND = "voice_beyond", _("sounds of sentences left out: {count}; an edition has at most {most}")
    LINK_FAILED = "link_failed", _("{url}: {causes}")
    LINKS_LATE = "links_late", _("not all of its messages could be fetched in time")
    LINKS_ELSEWHERE = (
        "links_elsewhere",
        _("the warnings that it lists lie on {host}, from where they do not count; check url in kiosk.toml"),
    )

    # pictures and recordings
    NO_PICTURE = "no_picture", _("the picture or recording cannot be used; tell its publisher"), "reason"
    PICTURE_TOO_LARGE = (
        "picture_too_large",
        _("the picture is too large ({width} by {height} pixels); tell its publisher"),
        "width",
        "height",
    )
    NO_RECORDING = "no_recording", _("the picture or recording cannot be used; tell its publisher"), "reason"
    RECORDING_EMPTY = "recording_empty", _("the picture or recording cannot be used; tell its publisher")
    RECORDING_TOO_LONG = (
        "recording_too_long",
        _("the recording is longer than {minutes} minutes; tell its publisher"),
        "minutes",
    )
    NO_SPEECH = "no_speech", _("no spoken sentence ({reason})")
    UNDECODABLE = "undecodable", _("the picture or recording cannot be used; tell its publisher")
    NO_DOCUMENT = "no_document", _("the document cannot be opened; tell its publisher"), "reason"
    DOCUMENT_LOCKED = "document_locked", _("the document asks for a password; tell its publisher")
    NO_FILM = "no_film", _("the film cannot be played; tell its publisher"), "reason"
    FILMS_NOT_INSTALLED = (
        "films_not_installed",
        _("this machine has nothing that reads films and such recordings; install kim-kiosk[films]"),
    )
    FILM_TOO_LARGE = "film_too_large", _("the film is larger than {megabytes} MB; tell its publisher")
    FILM_TOO_LONG = "film_too_long", _("the film is longer than {minutes} minutes; tell its publisher")
    FILM_TOO_WIDE = (
        "film_too_wide",
        _("the film's picture is larger than 640x360; tell its publisher"),
        "width",
        "height",
    )
    FILM_TOO_FAST = "film_too_fast", _("the film has more than {most} pictures a second; tell its publisher")
    NO_SUBTITLES = "no_subtitles", _("the subtitles cannot be read; tell its publisher")
    NO_ROOM = "no_room", _("the storage is full; make room")
    UNWRITABLE = "unwritable", _("the storage is full; make room"), "reason"
    CUT_OFF = "cut_off", _("only a part of it arrived, the rest is tried again later by itself"), "bytes"
    GAVE_WAY = "gave_way", _("removed to make room for newer files")
    FILE_UNUSABLE = "file_unusable", _("{file}: {causes}")
    FILES_UNUSABLE = "files_unusable", _("{causes}")

    # work in a child
    STOPPED = "stopped", _("the work was stopped")
    RESTING = "resting", _("the server is busy ({host}); it is tried again later by itself")
    CHILD_DIED = "child_died", _("its content cannot be processed safely; tell its publisher"), "function", "ending"
    CHILD_ANSWER = "child_answer", _("its content cannot be processed safely; tell its publisher"), "name"
    LINE_BROKEN = "line_broken", _("its content cannot be processed safely; tell its publisher"), "reason"
    RESULT_TOO_LARGE = "result_too_large", _("too large, not fetched; tell its publisher"), "megabytes"
    TOO_MUCH_MEMORY = "too_much_memory", _("its content cannot be processed safely; tell its publisher"), "megabytes"

    # keys and signatures
    NO_SIGNATURE = "no_signature", _("the signature is wrong: not used; tell its publisher")
    CONTENT_SIGNED = "content_signed", _("the signature is wrong: not used; tell its publisher")
    OTHER_KEY = "other_key", _("the signature is wrong: not used; tell its publisher"), "key", "expected"
    SIGNATURE_WRONG = "signature_wrong", _("the signature is wrong: not used; tell its publisher")
    NO_EDITION_COMMENT = "no_edition_comment", _("the signature is wrong: not used; tell its publisher")
    NO_KEYS = "no_keys", _("no source in kiosk.toml has keys; add the [[source]] of that office with its keys")
    KEY_REVOKED = "key_revoked", _("the signature is wrong: the key {key} was revoked; not used, tell its publisher")
    KEY_UNKNOWN = (
        "key_unknown",
        _("the signature is wrong: the key {key} is none of this source's; not used, check keys in kiosk.toml"),
    )
    KEY_SPARE = "key_spare", _("the signature is wrong: its key may not sign this; not used, tell its publisher"), "key"
    KEY_NOT_YET_VALID = (
        "key_not_yet_valid",
        _("the signature is wrong: its key may not sign this; not used, tell its publisher"),
        "key",
    )
    KEYS_NOT_BY_SPARE = (
        "keys_not_by_spare",
        _("the signature is wrong: its key may not sign this; not used, tell its publisher"),
        "key",
    )
    KEYS_UNREADABLE = "keys_unreadable", _("the signature is wrong: not used; tell its publisher"), "reason"
    KEYS_OLDER = "keys_older", _("the signature is wrong: not used; tell its publisher"), "number", "here"
    KEYS_UNWRITABLE = (
        "keys_unwritable",
        _("the new keys cannot be kept; make room, or check the memory card"),
        "folder",
        "reason",
    )
    NO_PUBLIC_KEY = "no_public_key", _("the keys in keys or alert_keys are wrong; check kiosk.toml"), "text"
    NO_SECRET_KEY = (
        "no_secret_key",
        _("this is no secret key of minisign: such a file has a comment and one line of 212 characters"),
    )
    PASSWORD_NEEDED = "password_needed", _("this key is protected by a password")
    PASSWORD_WRONG = "password_wrong", _("wrong password for this key")
    KEY_PROTECTION = "key_protection", _("the secret key is protected in a way that is not known here")
    KEY_DAMAGED = "key_damaged", _("the secret key is damaged")
    KEY_COSTLY = "key_costly", _("the secret key asks for more work than any program would")
    KEY_UNOPENED = "key_unopened", _("the secret key cannot be opened ({reason})")
    KEY_MEMORY = "key_memory", _("the secret key needs {megabytes} MB of free memory to be opened")

    # editions of a central feed
    EDITION_JUMP = (
        "edition_jump",
        _("edition {edition} is too far beyond the one here ({here}); not used, tell its publisher"),
    )
    EDITION_EXPIRED = (
        "edition_expired",
        _("its publisher promised news until {until}, and has sent none; what is here is old"),
    )
    EDITION_OLDER = "edition_older", _("a newer one is here already (edition {here}); edition {edition} is not used")
    EDITION_UNREADABLE = (
        "edition_unreadable",
        _("this edition is damaged or incomplete; not used, tell its publisher"),
        "reason",
    )
    EDITION_CUT = "edition_cut", _("this edition is damaged or incomplete; not used, tell its publisher")
    NO_EDITION_THERE = "no_edition_there", _("there is no edition of a central feed at {url}")
    EDITION_NUMBER = (
        "edition_number",
        _("this edition is damaged or incomplete; not used, tell its publisher"),
        "said",
        "signed",
    )
    EDITION_TOO_MANY = (
        "edition_too_many",
        _("this edition is too large; not used, tell its publisher"),
        "files",
        "tombstones",
    )
    EDITION_FILE_TOO_LARGE = (
        "edition_file_too_large",
        _("this edition is too large; not used, tell its publisher"),
        "bytes",
    )
    EDITION_FILE_NAME = (
        "edition_file_name",
        _("this edition is damaged or incomplete; not used, tell its publisher"),
        "name",
    )
    EDITION_FILE_CUT = (
        "edition_file_cut",
        _("this edition is damaged or incomplete; not used, tell its publisher"),
        "file",
    )
    EDITION_FILE_OTHER = "edition_file_other", _("the signature is wrong: not used; tell its publisher"), "file"
    ALERT_BY_NEWS_KEY = (
        "alert_by_news_key",
        _("an emergency was signed with the news key, which may not; not used, tell its publisher"),
    )
    ALERT_WITHOUT_END = (
        "alert_without_end",
        _("this edition is damaged or incomplete; not used, tell its publisher"),
        "id",
    )

    # sticks
    BUNDLE_UNREADABLE = (
        "bundle_unreadable",
        _("a file is missing or cannot be read; not used, copy the published folder again"),
        "file",
        "reason",
    )
    BUNDLE_LINK = "bundle_link", _("it holds a link (symlink) and not plain files alone; not used"), "file"
    BUNDLE_TOO_MANY = "bundle_too_many", _("too many files ({count}); not used, copy the published folder alone")
    BUNDLE_FILE_TOO_LARGE = "bundle_file_too_large", _("too large, not fetched; tell its publisher"), "file", "bytes"
    BUNDLE_FILE_GREW = "bundle_file_grew", _("too large, not fetched; tell its publisher"), "file"
    BUNDLE_NO_FILE = (
        "bundle_no_file",
        _("a file is missing or cannot be read; not used, copy the published folder again"),
        "file",
    )
    BUNDLE_MISSING = (
        "bundle_missing",
        _("a file is missing or cannot be read; not used, copy the published folder again"),
        "file",
    )
    STICK_TOO_SLOW = (
        "stick_too_slow",
        _("the USB stick is too slow; pull it out and plug it in again, or use another one"),
        "seconds",
    )
    STICK_UNMOUNTABLE = (
        "stick_unmountable",
        _("the USB stick cannot be read; format it as FAT32 or exFAT, then copy its content anew"),
    )

    # the store
    SOURCE_UNKNOWN = "source_unknown", _("there is no source {name} in kiosk.toml; there are: {known}")
    STORE_FAILED = "store_failed", _("{path}: the stored content cannot be read or written ({reason})")
    STORE_FULL = "store_full", _("{path}: the storage is full; make room, then new content comes in again by itself")
    STORE_READ_ONLY = (
        "store_read_only",
        _(
            "{path}: cannot be written, what is stored is still shown; check the memory card and the rights of the folder"
        ),
    )
    STORE_NO_RIGHTS = (
        "store_no_rights",
        _(
            "{path}: cannot be written, what is stored is still shown; check the memory card and the rights of the folder"
        ),
        "reason",
    )
    STORE_DISK = (
        "store_disk",
        _("{path}: the memory card reports an error; if it does so again, replace the card"),
        "reason",
    )
    STORE_DAMAGED = (
        "store_damaged",
        _("{path}: the content file is damaged; it is mended when the refresher is started anew"),
        "reason",
    )
    STORE_NEWER = (
        "store_newer",
        _(
            "the content was stored by a newer kim-kiosk (schema {found}, this one knows {known}); install that one again"
        ),
    )
    STORE_HELD = "store_held", _("{path} is damaged, and another kiosk program holds it; stop that one first")
    STORE_COPY_BETTER = "store_copy_better", _("{path} holds a damaged store ({reason}); the older copy is kept")
    FOLDER_BUSY = (
        "folder_busy",
        _("{path} is being written by another kiosk program (a refresher?); stop that one first"),
    )


class CacheError(Exception):
    """Base of all errors of the content cache: a code with details, and *causes*, the problems of which it consists.

    *source* is the source's name in the settings, or "" if none is concerned. `str` is for logs.
    """

    def __init__(self, code: ProblemCode, /, *causes: Problem, source: str = "", **details: Detail) -> None:
        super().__init__(code.value)
        self.problem = Problem(code.value, details, causes)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}" if self.source else str(self.problem)


class FetchError(CacheError, OSError):
    """Error of a fetch: no network, a host that refuses, a deadline, too many bytes."""


class UnreachableError(FetchError):
    """Error for a missing connection: no network, an unknown host name, or no server at the port."""


class DeadlineError(FetchError):
    """Error for an exchange that took too long, from the name's look-up to the last byte."""


class TooLargeError(FetchError):
    """Error for more bytes than the limit, on the wire or unpacked."""


class AddressError(FetchError):
    """Error for an address that must not be asked: not http(s), of this machine or the hall's own network, or less secure
    than before."""


class HttpStatusError(FetchError):
    """Error for an answer with another HTTP status than 200 or 304.

    *retry_after* is in seconds, None if the host does not state it.
    """

    def __init__(self, status: int, *, retry_after: float | None = None, source: str = "") -> None:
        super().__init__(_STATUS_CODES.get(status, Code.HTTP_STATUS), source=source, status=status)
        self.status = status
        self.retry_after = retry_after


class GoneError(HttpStatusError):
    """Error for HTTP status 410: the publisher says that this address will never answer again."""


class LoginNeededError(FetchError):
    """Error for a captive portal that answered in place of the host (status 511, or a page of another host)."""


class ClockError(FetchError):
    """Error for a certificate that is not valid at this machine's date: the clock is wrong, or the certificate has expired."""


class StoppedError(CacheError):
    """Error for work that ended because its caller asked it to stop."""


class FormatError(CacheError, ValueError):
    """Error for bytes that are not in the expected format."""


class HtmlPageError(FormatError):
    """Error for a web page in place of a feed: a site under repair, a wrong address, or a captive portal's login."""


class SignatureError(CacheError, ValueError):
    """Error for a signature that is missing, wrong, or by a key that may not sign this."""


class OlderError(SignatureError):
    """Error for an edition older than the stored one."""


class StoreError(CacheError):
    """Error for a store that cannot be opened, read or written."""


class StoreFullError(StoreError):
    """Error for a disk without free blocks or inodes."""


class StoreReadOnlyError(StoreError):
    """Error for a file system that cannot be written."""


class StoreDiskError(StoreError):
    """Error for a disk that itself reports errors (EIO)."""


class StoreDamagedError(StoreError):
    """Error for a damaged database file; opening the store for writing repairs it."""


_STATUS_CODES = {
    401: Code.ACCESS_DENIED,
    403: Code.ACCESS_DENIED,
    404: Code.NOT_FOUND,
    410: Code.GONE,
    429: Code.BUSY,
    503: Code.BUSY,
}
