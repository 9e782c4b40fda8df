"""What is wrong with a notice of the hall, or with what came with it, by code."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode


class NoticeCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    NO_TITLE = "notice_no_title"
    NO_STAFF_NAME = "staff_no_name"
    TITLE_TOO_LONG = "notice_title_too_long", "most"
    TEXT_TOO_LONG = "notice_text_too_long", "most"
    NO_KIND = "notice_no_kind"
    NO_DAY = "notice_no_day"
    NO_TIME = "notice_no_time"
    DAY_PAST = "notice_day_past", "day"
    HOUR_PAST = "notice_hour_past", "hour"
    EVENT_ENDS_EARLY = "event_ends_early"
    WEEKDAY = "notice_weekday", "day", "right", "wrong"
    ENDS_EARLY = "staff_ends_early"
    DAY_TOO_FAR = "notice_day_too_far"
    SPAN_TOO_LONG = "notice_span_too_long", "days"
    NO_UNTIL = "notice_no_until"
    SEVERAL = "notice_several"

    NO_CONTACT_NAME = "contact_no_name", "most"
    NO_PHONE = "contact_no_phone"

    PHOTO_UNFIT = "photo_unfit"
    PHOTO_HEIC = "photo_heic"
    PHOTO_EMPTY = "photo_empty"
    PHOTO_GONE = "photo_gone"
    TOO_MANY_PHOTOS = "too_many_photos", "most"
    DOUBTFUL_LEFT = "doubtful_left", "sign"
    DOCUMENT_UNFIT = "document_unfit"
    DOCUMENT_LOCKED = "document_is_locked"
    DOCUMENT_TOO_LONG = "document_too_long", "most"
    DOCUMENT_TOO_LARGE = "document_too_large", "megabytes"
    FILM_UNFIT = "notice_film_unfit"
    FILM_TOO_LONG = "notice_film_too_long", "minutes"
    FILM_TOO_LARGE = "notice_film_too_large"
    STORAGE_FULL = "notice_storage_full"
    FILE_TOO_LARGE = "notice_file_too_large", "megabytes"
    SOUND_UNFIT = "sound_unfit"
    SOUND_TOO_LARGE = "sound_too_large", "megabytes"
    SOUND_EMPTY = "sound_empty"

    STICK_FILE = "stick_file", "file"
    STICK_TOO_MANY = "stick_too_many", "most"
    STICK_PHOTO_ALONE = "stick_photo_alone"
    STICK_TEXT_TOO_LONG = "stick_text_too_long", "most"
    STICK_FILE_UNREADABLE = "stick_file_unreadable", "reason"
    STICK_UNKEPT = "stick_unkept", "reason"
    SHELF_FULL = "shelf_full", "most"


class RefusedError(ValueError):
    """What came cannot be used; its problem is for the sender."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
