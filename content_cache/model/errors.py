"""What can go wrong between a feed and the store: the table of its codes, and the errors that carry them."""

from __future__ import annotations

from content_cache.model.problems import UNNAMED, Detail, Problem, ProblemCode


class Code(ProblemCode):
    """Each row: the code as it is stored, and the names of its details. A code that was released keeps its meaning."""

    OTHER = UNNAMED, "text"
    UNEXPECTED = "unexpected", "reason"

    # the line
    UNREACHABLE = "unreachable", "host", "reason"
    NAME_UNKNOWN = "name_unknown", "host"
    NAME_NOT_RESOLVED = "name_not_resolved", "host"
    CONNECTION_REFUSED = "connection_refused", "host"
    NO_ROUTE = "no_route", "host"
    NO_ANSWER = "no_answer", "host"
    BROKE_OFF = "broke_off", "host", "reason"
    TOO_SLOW = "too_slow", "seconds"
    CERTIFICATE_DATE = "certificate_date", "host", "date", "reason"
    TLS_FAILED = "tls_failed", "host", "reason"
    LOGIN_NEEDED = "login_needed", "host"
    LOGIN_PAGE = "login_page"

    # what a host answers
    ACCESS_DENIED = "access_denied", "status"
    NOT_FOUND = "not_found", "status"
    GONE = "gone", "status"
    BUSY = "busy", "status"
    HTTP_STATUS = "http_status", "status"
    TOO_LARGE = "too_large", "megabytes"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    PACKING_UNKNOWN = "packing_unknown", "encoding"
    PACKING_DAMAGED = "packing_damaged", "encoding", "reason"
    WRONG_PIECE = "wrong_piece"

    # where an address leads
    NO_WEB_ADDRESS = "no_web_address", "url"
    PRIVATE_ADDRESS = "private_address", "host", "address"
    TOO_MANY_REDIRECTS = "too_many_redirects", "count", "url"
    REDIRECT_NO_WEB = "redirect_no_web", "url"
    REDIRECT_INSECURE = "redirect_insecure", "url"
    REDIRECT_FOREIGN = "redirect_foreign", "url"
    OUTSIDE_FOLDER = "outside_folder", "path"
    NO_FILE = "no_file", "path"
    FILE_UNREADABLE = "file_unreadable", "path", "reason"

    # the bytes of a feed
    FEED_EMPTY = "feed_empty"
    WEB_PAGE = "web_page"
    NO_FEED = "no_feed"
    SMS_NONE = "sms_none"
    SMS_UNFIT = "sms_unfit", "letters", "bytes"
    FORMAT_UNKNOWN = "format_unknown", "format"
    FORMAT_OTHER = "format_other", "expected", "found"
    XML_ROOT = "xml_root", "name"
    XML_BROKEN = "xml_broken", "reason"
    XML_DECLARES = "xml_declares"
    RSS_BROKEN = "rss_broken", "reason"
    JSON_BROKEN = "json_broken", "reason", "line"
    JSON_TOO_DEEP = "json_too_deep"
    JSON_NO_OBJECT = "json_no_object"
    JSON_NO_ITEMS = "json_no_items"
    NO_QUAKES = "no_quakes"
    NO_FORECAST = "no_forecast"
    NO_SHEET = "no_sheet"
    CALENDAR_BROKEN = "calendar_broken"
    INCOMPLETE = "incomplete"
    NOTHING_USABLE = "nothing_usable"

    # what is left out of a feed
    FEED_CUT = "feed_cut", "count"
    FEED_TOO_LONG = "feed_too_long", "count", "most"
    TAGS_WITHOUT_END = "tags_without_end", "count"
    ITEMS_BROKEN = "items_broken", "count"
    ITEMS_BEYOND = "items_beyond", "count", "most"
    ITEM_NO_OBJECT = "item_no_object", "count"
    ITEM_TOO_DEEP = "item_too_deep", "count"
    ITEM_NO_NUMBER = "item_no_number", "count"
    ITEM_HALF_CHARACTER = "item_half_character", "count"
    ITEM_TWICE = "item_twice", "count"
    ITEM_EMPTY = "item_empty", "count"
    ITEM_UNSTORABLE = "item_unstorable", "id", "reason"
    ALERT_WITHOUT_KEY = "alert_without_key", "count"
    QUAKE_INCOMPLETE = "quake_incomplete", "count"
    FORECAST_STEP = "forecast_step", "count"
    SHEET_ROW = "sheet_row", "count"
    CAP_NO_IDENTIFIER = "cap_no_identifier", "count"
    CAP_NO_SENDER = "cap_no_sender", "count"
    CAP_NOT_SENT = "cap_not_sent", "count"
    CAP_STATUS = "cap_status", "count", "status"
    CAP_KIND = "cap_kind", "count", "kind"
    CAP_NOT_PUBLIC = "cap_not_public", "count"
    CALENDAR_CUT = "calendar_cut", "count"
    EVENT_BROKEN = "event_broken", "count"
    EVENTS_BEYOND = "events_beyond", "count", "most"
    TIMES_BEYOND = "times_beyond", "count", "most"
    REPEATS_TOO_OFTEN = "repeats_too_often", "count", "most"
    RULE_UNREADABLE = "rule_unreadable", "count"
    RULE_NO_START = "rule_no_start", "count"
    RULE_TOO_MANY = "rule_too_many", "count"
    RULE_TOO_LONG = "rule_too_long", "count"
    RULE_FREQUENCY = "rule_frequency", "count", "frequency"
    RULE_TOO_OFTEN = "rule_too_often", "count"
    RULE_UNUSUAL = "rule_unusual", "count"
    RULE_NEVER = "rule_never", "count"
    VOICE_UNFIT = "voice_unfit", "count"
    VOICE_BEYOND = "voice_beyond", "count", "most"
    LINK_FAILED = "link_failed", "url"
    LINKS_LATE = "links_late"
    LINKS_ELSEWHERE = "links_elsewhere", "host"

    # pictures and recordings
    NO_PICTURE = "no_picture", "reason"
    PICTURE_TOO_LARGE = "picture_too_large", "width", "height"
    NO_RECORDING = "no_recording", "reason"
    RECORDING_EMPTY = "recording_empty"
    RECORDING_TOO_LONG = "recording_too_long", "minutes"
    NO_SPEECH = "no_speech", "reason"
    UNDECODABLE = "undecodable"
    NO_DOCUMENT = "no_document", "reason"
    DOCUMENT_LOCKED = "document_locked"
    NO_FILM = "no_film", "reason"
    FILMS_NOT_INSTALLED = "films_not_installed"
    FILM_TOO_LARGE = "film_too_large", "megabytes"
    FILM_TOO_LONG = "film_too_long", "minutes"
    FILM_TOO_WIDE = "film_too_wide", "width", "height"
    FILM_TOO_FAST = "film_too_fast", "most"
    NO_SUBTITLES = "no_subtitles"
    NO_ROOM = "no_room"
    UNWRITABLE = "unwritable", "reason"
    CUT_OFF = "cut_off", "bytes"
    GAVE_WAY = "gave_way"
    FILE_UNUSABLE = "file_unusable", "file"
    FILES_UNUSABLE = "files_unusable"

    # work in a child
    STOPPED = "stopped"
    RESTING = "resting", "host"
    CHILD_DIED = "child_died", "function", "ending"
    CHILD_ANSWER = "child_answer", "name"
    LINE_BROKEN = "line_broken", "reason"
    RESULT_TOO_LARGE = "result_too_large", "megabytes"
    TOO_MUCH_MEMORY = "too_much_memory", "megabytes"

    # keys and signatures
    NO_SIGNATURE = "no_signature"
    CONTENT_SIGNED = "content_signed"
    OTHER_KEY = "other_key", "key", "expected"
    SIGNATURE_WRONG = "signature_wrong"
    NO_EDITION_COMMENT = "no_edition_comment"
    NO_KEYS = "no_keys"
    KEY_REVOKED = "key_revoked", "key"
    KEY_UNKNOWN = "key_unknown", "key"
    KEY_SPARE = "key_spare", "key"
    KEY_NOT_YET_VALID = "key_not_yet_valid", "key"
    KEYS_NOT_BY_SPARE = "keys_not_by_spare", "key"
    KEYS_UNREADABLE = "keys_unreadable", "reason"
    KEYS_OLDER = "keys_older", "number", "here"
    KEYS_UNWRITABLE = "keys_unwritable", "folder", "reason"
    NO_PUBLIC_KEY = "no_public_key", "text"
    NO_SECRET_KEY = "no_secret_key"  # noqa: S105 - a code, as the next two
    PASSWORD_NEEDED = "password_needed"  # noqa: S105
    PASSWORD_WRONG = "password_wrong"  # noqa: S105
    KEY_PROTECTION = "key_protection"
    KEY_DAMAGED = "key_damaged"
    KEY_COSTLY = "key_costly"
    KEY_UNOPENED = "key_unopened", "reason"
    KEY_MEMORY = "key_memory", "megabytes"

    # editions of a central feed
    EDITION_JUMP = "edition_jump", "edition", "here"
    EDITION_EXPIRED = "edition_expired", "until"
    EDITION_OLDER = "edition_older", "edition", "here"
    EDITION_UNREADABLE = "edition_unreadable", "reason"
    EDITION_CUT = "edition_cut"
    NO_EDITION_THERE = "no_edition_there", "url"
    EDITION_NUMBER = "edition_number", "said", "signed"
    EDITION_TOO_MANY = "edition_too_many", "files", "tombstones"
    EDITION_FILE_TOO_LARGE = "edition_file_too_large", "bytes"
    EDITION_FILE_NAME = "edition_file_name", "name"
    EDITION_FILE_CUT = "edition_file_cut", "file"
    EDITION_FILE_OTHER = "edition_file_other", "file"
    ALERT_BY_NEWS_KEY = "alert_by_news_key"
    ALERT_WITHOUT_END = "alert_without_end", "id"

    # sticks
    BUNDLE_UNREADABLE = "bundle_unreadable", "file", "reason"
    BUNDLE_LINK = "bundle_link", "file"
    BUNDLE_TOO_MANY = "bundle_too_many", "count"
    BUNDLE_FILE_TOO_LARGE = "bundle_file_too_large", "file", "bytes"
    BUNDLE_FILE_GREW = "bundle_file_grew", "file"
    BUNDLE_NO_FILE = "bundle_no_file", "file"
    BUNDLE_MISSING = "bundle_missing", "file"
    STICK_TOO_SLOW = "stick_too_slow", "seconds"
    STICK_UNMOUNTABLE = "stick_unmountable"

    # the store
    SOURCE_UNKNOWN = "source_unknown", "name", "known"
    STORE_FAILED = "store_failed", "path", "reason"
    STORE_FULL = "store_full", "path"
    STORE_READ_ONLY = "store_read_only", "path"
    STORE_NO_RIGHTS = "store_no_rights", "path", "reason"
    STORE_DISK = "store_disk", "path", "reason"
    STORE_DAMAGED = "store_damaged", "path", "reason"
    STORE_NEWER = "store_newer", "found", "known"
    STORE_HELD = "store_held", "path"
    STORE_COPY_BETTER = "store_copy_better", "path", "reason"
    FOLDER_BUSY = "folder_busy", "path"


class CacheError(Exception):
    """Base of all errors of the content cache: a code and its details, and `causes`, the problems it consists of.

    `source` is the name of the source as the settings give it, or "" where none is concerned. `str` is for logs.
    """

    def __init__(self, code: ProblemCode, /, *causes: Problem, source: str = "", **details: Detail) -> None:
        super().__init__(code.value)
        self.problem = Problem(code.value, details, causes)
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}" if self.source else str(self.problem)


class FetchError(CacheError, OSError):
    """The bytes could not be had: no line, a refusing host, a deadline, too many bytes."""


class UnreachableError(FetchError):
    """Not even a connection: no line, no such name, nobody listening."""


class DeadlineError(FetchError):
    """The whole exchange, from looking up the name to the last byte, took longer than it may."""


class TooLargeError(FetchError):
    """More bytes than the cap, on the wire or unpacked."""


class AddressError(FetchError):
    """An address that may not be asked: not http(s), of this machine or the hall's own network, or less secure than before."""


class HttpStatusError(FetchError):
    """The host answered, but not with what was asked for. `retry_after` is in seconds, None where the host does not say."""

    def __init__(self, status: int, *, retry_after: float | None = None, source: str = "") -> None:
        super().__init__(_STATUS_CODES.get(status, Code.HTTP_STATUS), source=source, status=status)
        self.status = status
        self.retry_after = retry_after


class GoneError(HttpStatusError):
    """410: the publisher says that this address will never answer again."""


class LoginNeededError(FetchError):
    """A captive portal answered in place of the host (511, or a page of another host)."""


class ClockError(FetchError):
    """The host's certificate does not hold at this machine's date: its clock is wrong, or the certificate has run out."""


class StoppedError(CacheError):
    """The caller's stop was set while it was at work."""


class FormatError(CacheError, ValueError):
    """Bytes came, but they are not the feed that they should be."""


class HtmlPageError(FormatError):
    """A web page in place of a feed: of a site under repair, of an address that is not the feed's, or a captive portal's login."""


class SignatureError(CacheError, ValueError):
    """A signature is missing, wrong, or by a key that may not sign this."""


class OlderError(SignatureError):
    """An edition that is older than the one that is here."""


class StoreError(CacheError):
    """The store cannot be opened, read or written."""


class StoreFullError(StoreError):
    """There is no room on the disk, or no inode."""


class StoreReadOnlyError(StoreError):
    """The file system cannot be written."""


class StoreDiskError(StoreError):
    """The disk itself reports errors (EIO)."""


class StoreDamagedError(StoreError):
    """The file is no sound database; who opens it to write mends it."""


_STATUS_CODES = {
    401: Code.ACCESS_DENIED,
    403: Code.ACCESS_DENIED,
    404: Code.NOT_FOUND,
    410: Code.GONE,
    429: Code.BUSY,
    503: Code.BUSY,
}
