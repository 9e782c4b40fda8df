"""Errors in a notice of the hall, or in what came with it, by code."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode
from content_cache.model.problems import msgid as _


class NoticeCode(ProblemCode):
    """Codes of a notice, its photo and its recording."""

    NO_TITLE = "notice_no_title", _("Write its title.")
    NO_STAFF_NAME = "staff_no_name", _("Write the name.")
    TITLE_TOO_LONG = "notice_title_too_long", _("A title has at most {most} letters.")
    TEXT_TOO_LONG = "notice_text_too_long", _("A text has at most {most} letters.")
    NO_KIND = "notice_no_kind", _("Choose its kind.")
    NO_DAY = "notice_no_day", _("Write its date, for example 3 September.")
    NO_TIME = "notice_no_time", _("Write its time, for example 19.30.")
    DAY_PAST = "notice_day_past", _("{day} is past.")
    HOUR_PAST = "notice_hour_past", _("{hour} is past already.")
    EVENT_ENDS_EARLY = "event_ends_early", _("It ends before it begins.")
    WEEKDAY = "notice_weekday", _("{day} is a {right}, not a {wrong}.")
    ENDS_EARLY = "staff_ends_early", _("It ends before it begins. Of a night write the hours until midnight: 23.59.")
    DAY_TOO_FAR = "notice_day_too_far", _("This date is more than a year away.")
    SPAN_TOO_LONG = (
        "notice_span_too_long",
        _("An event lasts {days} days at most. What goes on longer is the office's to publish."),
    )
    NO_UNTIL = "notice_no_until", _("Choose until when.")
    SEVERAL = "notice_several", _("{causes}")

    NO_CONTACT_NAME = "contact_no_name", _("Write a name of up to {most} letters.")
    NO_PHONE = "contact_no_phone", _("Write the number with digits alone, as 112 or 0461 000 118.")

    PHOTO_UNFIT = "photo_unfit", _("This photo cannot be used; try another one.")
    PHOTO_HEIC = (
        "photo_heic",
        _(
            "This photo is a HEIC, which cannot be read here. Send it to yourself by WhatsApp, save it, and choose that one."
        ),
    )
    PHOTO_EMPTY = "photo_empty", _("This photo is empty.")
    PHOTO_GONE = "photo_gone", _("One of the photos is not here any more. Choose it again.")
    TOO_MANY_PHOTOS = "too_many_photos", _("A notice has at most {most} photos and documents.")
    DOUBTFUL_LEFT = (
        "doubtful_left",
        _("Look at the numbers marked {sign} in the picture, mend them, and tick that they are right."),
    )
    DOCUMENT_UNFIT = "document_unfit", _("This PDF cannot be opened; try another one.")
    DOCUMENT_LOCKED = "document_is_locked", _("This PDF is locked by a password; save it without one.")
    DOCUMENT_TOO_LONG = "document_too_long", _("This PDF has more than {most} pages.")
    DOCUMENT_TOO_LARGE = "document_too_large", _("The PDF is larger than {megabytes} MB.")
    FILM_UNFIT = "notice_film_unfit", _("This film cannot be used; try another one.")
    FILM_TOO_LONG = "notice_film_too_long", _("The film is longer than {minutes} minutes. Cut it on the phone first.")
    FILM_TOO_LARGE = (
        "notice_film_too_large",
        _("The film is too large for the kiosk. Send it by WhatsApp first, save it, and choose that one."),
    )
    STORAGE_FULL = (
        "notice_storage_full",
        _("There is no room left. Publish or throw away what is unfinished, then try again."),
    )
    FILE_TOO_LARGE = "notice_file_too_large", _("This file is larger than {megabytes} MB.")
    SOUND_UNFIT = "sound_unfit", _("This recording cannot be used; try another one.")
    SOUND_TOO_LARGE = "sound_too_large", _("The recording is larger than {megabytes} MB.")
    SOUND_EMPTY = "sound_empty", _("This recording is empty.")

    STICK_FILE = "stick_file", _("{file}: {causes}")
    STICK_TOO_MANY = "stick_too_many", _("more than {most} files: the rest is not read")
    STICK_PHOTO_ALONE = "stick_photo_alone", _("a photo without a notice (.txt)")
    STICK_TEXT_TOO_LONG = "stick_text_too_long", _("longer than {most} letters")
    STICK_FILE_UNREADABLE = "stick_file_unreadable", _("cannot be read ({reason})")
    STICK_UNKEPT = "stick_unkept", _("cannot be kept ({reason})")
    SHELF_FULL = "shelf_full", _("there are {most} notices already; take one down first")


class RefusedError(ValueError):
    """Error: an upload or import cannot be used; its problem is for the sender."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
