"""What the office's desk refuses, by code."""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem, ProblemCode, problem


class OfficeCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    NO_NAME = "office_no_name"
    NAME_TAKEN = "office_name_taken", "name"
    NO_ROLE = "office_no_role"
    PASSWORD_SHORT = "office_password_short", "least"
    PASSWORD_COMMON = "office_password_common"  # noqa: S105 - the name of a code
    PASSWORDS_DIFFER = "office_passwords_differ"
    WRONG_LOGIN = "office_wrong_login"
    CODE_NEEDED = "office_code_needed"
    CODE_OLD = "office_code_old"
    LOCKED = "office_locked", "minutes"
    INVITATION_GONE = "office_invitation_gone"
    LAST_ADMINISTRATOR = "office_last_administrator"
    CONFIRM_OTHER = "office_confirm_other"
    TOO_MANY_PEOPLE = "office_too_many_people", "most"

    NO_SUCH_NOTICE = "office_no_such_notice"
    NOT_UTF8 = "office_not_utf8", "file"
    NO_ROOM = "office_no_room", "reason"
    TEXT_TOO_LONG = "office_text_too_long", "most", "lines"
    UPLOAD_UNFIT = "office_upload_unfit", "name"
    CROP_NOTHING = "office_crop_nothing"
    CROP_NUMBER = "office_crop_number", "side", "most"
    CROP_UNFIT = "office_crop_unfit", "one", "other", "most"
    NO_END = "office_no_end"
    OVER = "office_over", "day"
    EVENT_OVER = "office_event_over", "day"
    EVENT_FAR = "office_event_far", "day"
    EVENT_LONG = "office_event_long", "days"
    GONE_BEFORE = "office_gone_before", "until", "day"
    GONE_DURING = "office_gone_during", "until"
    SHOWN_AFTER = "office_shown_after", "day"
    SHOWN_LATE = "office_shown_late", "day"
    SHOWN_LONG = "office_shown_long", "day"
    WEEKDAY = "office_weekday", "day", "right", "wrong"
    TELEPHONE = "office_telephone", "text"
    POLL_CHOICES = "office_poll_choices", "fewest", "most", "longest"
    POLL_UNTIL = "office_poll_until"
    POLL_KIND = "office_poll_kind"
    AREA_UNKNOWN = "office_area_unknown", "code"

    NO_SOUND = "office_no_sound"
    SOUNDS_FULL = "office_sounds_full", "most"

    KEY_MISSING = "office_key_missing"
    KEY_LOST = "office_key_lost", "file"
    KEY_PASSWORD = "office_key_password"  # noqa: S105 - the name of a code
    KEY_THERE = "office_key_there"
    NOT_PUBLISHED = "office_not_published", "file"
    PUBLISHES_NOTHING = "office_publishes_nothing"
    MANY_WITHDRAWN = "office_many_withdrawn", "n", "total"
    BUSY = "office_busy"
    NO_HOUR = "office_no_hour"
    WARNING_STANDS = "office_warning_stands"
    UNEXPECTED = "office_unexpected"
    OVERTAKEN = "office_overtaken"
    WARNING_WORDS = "office_warning_words"
    WARNING_HOURS = "office_warning_hours", "most"
    NOT_READ = "office_not_read"
    SECOND_PERSON = "office_second_person"
    LAPSED = "office_lapsed"

    MAIL_UNREADABLE = "office_mail_unreadable", "reason"
    SOURCE_ADDRESS = "office_source_address", "url"
    SOURCE_UNREACHED = "office_source_unreached", "name", "reason"
    SOURCE_NAME = "office_source_name"
    CALENDAR_UNFIT = "office_calendar_unfit", "name"
    NO_DAY = "office_no_day"

    POST_PASSWORD = "office_post_password"  # noqa: S105 - the name of a code
    POST_SHUT = "office_post_shut"
    MANY_CODES = "office_many_codes", "most"
    STICK_UNFIT = "office_stick_unfit", "name"
    ANSWER_EMPTY = "office_answer_empty"
    ANSWER_TITLE = "office_answer_title"
    ANSWERED = "office_answered", "name", "number"

    CARD_TABLE = "office_card_table", "most"
    CARD_SHEET = "office_card_sheet"
    CARD_ROW = "office_card_row", "line"
    CARD_TWICE = "office_card_twice", "line"
    CARD_UNKNOWN = "office_card_unknown", "line"
    CARD_BASE = "office_card_base"
    CARD_OWN = "office_card_own", "name"
    SETTING_NAME = "office_setting_name"
    SETTING_WHOM = "office_setting_whom"
    SETTING_TAKEN = "office_setting_taken", "name"
    SETTING_ALL = "office_setting_all", "whom"
    SETTING_TOML = "office_setting_toml", "reason"
    SETTING_EMPTY = "office_setting_empty"


class OfficeError(ValueError):
    """What was asked cannot be done; `problem` says why."""

    def __init__(self, code: OfficeCode, /, *causes: Problem, **details: Detail) -> None:
        self.problem: Problem = problem(code, *causes, **details)
        super().__init__(str(self.problem))
