"""Errors of the office's desk, by code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from content_cache.model.problems import Detail, Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class OfficeCode(ProblemCode):
    """Codes of the office's desk."""

    NO_NAME = "office_no_name", _("Write the name.")
    NAME_TAKEN = (
        "office_name_taken",
        _("{name} is here already. Change that person, or write the name with a second one."),
    )
    NO_ROLE = "office_no_role", _("Choose at least one role.")
    PASSWORD_SHORT = "office_password_short", _("The password needs at least {least} letters.")
    PASSWORD_COMMON = (
        "office_password_common",
        _("This password is easy to guess. Take a sentence that only you would think of."),
    )
    PASSWORDS_DIFFER = "office_passwords_differ", _("The two passwords are not the same.")
    WRONG_LOGIN = "office_wrong_login", _("Name, password or code do not fit.")
    CODE_NEEDED = "office_code_needed", _("Type the code of six digits too.")
    CODE_OLD = "office_code_old", _("This code is over. Type the one that is shown now.")
    LOCKED = "office_locked", _("Wrong too often. Wait {minutes} minutes, or use a device that is known here.")
    INVITATION_GONE = "office_invitation_gone", _("This invitation is over. Ask the administrator for a new one.")
    LAST_ADMINISTRATOR = (
        "office_last_administrator",
        _("Somebody has to look after the people: give another person the role Administrator first."),
    )
    CONFIRM_OTHER = (
        "office_confirm_other",
        _("Another person of the role Emergency has to confirm this, not who gave the role."),
    )
    TOO_MANY_PEOPLE = "office_too_many_people", _("A desk has at most {most} people.")

    WORDS_NOT_COMPARED = (
        "office_words_not_compared",
        _("Compare the four words by telephone first. If one differs, do not accept this kiosk."),
    )
    NEWCOMER_GONE = (
        "office_newcomer_gone",
        _("This kiosk shows another code by now, or somebody has answered it. Look at the list again."),
    )
    NEWCOMER_UNKNOWN = (
        "office_newcomer_unknown",
        _("No kiosk waits with the code {code}. Without a line it needs the picture of its QR code, or its stick."),
    )
    KIOSK_OTHER_KEY = (
        "office_kiosk_other_key",
        _("A kiosk of this name is enrolled with another key. Withdraw that one first, if it is gone."),
    )
    KIOSKS_FULL = "office_kiosks_full", _("There is no room for another kiosk. Withdraw those that are gone.")
    REPLACE_WHOM = "office_replace_whom", _("Choose the kiosk that takes this one's place.")
    STILL_REPORTS = (
        "office_still_reports",
        _("This kiosk reported {minutes} minutes ago. Unplug it first, and wait an hour."),
    )

    NO_SUCH_NOTICE = "office_no_such_notice", _("There is no such notice.")
    NOT_UTF8 = "office_not_utf8", _("{file} is not written in UTF-8. Open it in its own program and save it as UTF-8.")
    NO_ROOM = "office_no_room", _("It cannot be saved on this server: {reason}.")
    TEXT_TOO_LONG = (
        "office_text_too_long",
        _("A text has at most {most} letters and {lines} lines. Shorten it, or write several notices."),
    )
    UPLOAD_UNFIT = (
        "office_upload_unfit",
        _("{name} cannot be used. {causes} Kiosks take JPG, PNG, PDF, recordings and films."),
    )
    UPLOAD_AS_PDF = "office_upload_as_pdf", _("{name} was not taken. Save it as PDF first.")
    POSTER_TITLE = "office_poster_title", _("The title is too long for a poster.")
    POSTER_LETTERS = "office_poster_letters", _("No font has the letters of this title: a poster would be empty.")
    CROP_NOTHING = "office_crop_nothing", _("Nothing would be cut off: write a number, or choose a shape.")
    CROP_NUMBER = "office_crop_number", _("Side {side}: write a whole number from 0 to {most}.")
    CROP_UNFIT = "office_crop_unfit", _("Sides {one} and {other}: together at most {most} percent may go.")
    NO_END = "office_no_end", _("No end yet: it would be shown until somebody withdraws it.")
    OVER = "office_over", _("Its end, {day}, is past: no kiosk would show it. Is the year right?")
    EVENT_OVER = "office_event_over", _("The event is over: it was on {day}. Is the year right?")
    EVENT_FAR = "office_event_far", _("The event is on {day}, more than a year ahead. Is the year right?")
    EVENT_LONG = (
        "office_event_long",
        _("The event goes on for {days} days, and stands in the calendar on each. Is its end right?"),
    )
    GONE_BEFORE = (
        "office_gone_before",
        _("It is shown until {until}, but the event is on {day}: on its day nobody would see it."),
    )
    GONE_BEFORE_NAMED = (
        "office_gone_before_named",
        _("It is shown until {until}, but it speaks of {day}: on that day nobody would see it."),
    )
    GONE_DURING = "office_gone_during", _("It is shown until {until}, but the event goes on after that.")
    SHOWN_AFTER = "office_shown_after", _("It is shown from {day} on, when the event has begun.")
    SHOWN_LATE = "office_shown_late", _("No kiosk shows it before {day}. Is the year right?")
    SHOWN_LONG = "office_shown_long", _("It is shown until {day}, for more than a year. Is the year right?")
    WEEKDAY = "office_weekday", _("{day} is a {right}, not a {wrong}.")
    DAY_BY_WORD = (
        "office_day_by_word",
        _("“{word}” is another day tomorrow. Write the day and its date."),
    )
    DAY_DOUBTFUL = (
        "office_day_doubtful",
        _("“{value}” is next Sunday to one and the whole week to another. Write the date."),
    )
    TELEPHONE = "office_telephone", _("“{text}” will be read digit by digit, and nobody can call it.")
    POLL_CHOICES = (
        "office_poll_choices",
        _("A poll has {fewest} to {most} choices, each another one, of at most {longest} letters."),
    )
    POLL_UNTIL = "office_poll_until", _("Until when votes are taken is no date; write it as “28 November 2026, 18.00”.")
    POLL_KIND = (
        "office_poll_kind",
        _("A hoax check has no poll. Take its choices out, or choose another kind of notice."),
    )
    FORM_TITLE = "office_form_title", _("Write a title.")
    FORM_BLANK = "office_form_blank", _("Fill in {blank}: what stands in brackets is for you to write.")
    FORM_CLAIM = "office_form_claim", _("Write the claim that is checked, as it goes round.")
    FORM_VERDICT = "office_form_verdict", _("Choose a verdict: without one a hoax check does not go out.")
    FORM_SOURCE = "office_form_source", _("Write how it is known: who says it, or an address.")
    FORM_STARTS = "office_form_starts", _("Write when the event begins.")
    FORM_ENDS = "office_form_ends", _("The event ends before it begins.")
    FORM_UNTIL = "office_form_until", _("Write until when it is shown: what is important has an end.")
    FORM_UNTIL_EARLY = "office_form_until_early", _("It is shown until a time before it is shown.")
    AREA_UNKNOWN = "office_area_unknown", _("The area {code} is not in the list of villages.")

    NO_SOUND = (
        "office_no_sound",
        _("Write letters alone, and leave words that turn a meaning (not, cancelled, false) as they are."),
    )
    SOUNDS_FULL = "office_sounds_full", _("There are {most} words already: take one out first.")

    RECORDING_UNFIT = (
        "office_recording_unfit",
        _("The recording of “{words}” from {place} cannot be played. It is refused."),
    )
    RECORDINGS_FULL = "office_recordings_full", _("{most} recordings are in use: take one out first.")

    KEY_MISSING = "office_key_missing", _("There is no key yet. Make the keys first.")
    KEY_LOST = (
        "office_key_lost",
        _(
            "The key's file {file} is not here: nothing was published. Put it back from its copy; where there is none, "
            "the guide says how the spare key makes another."
        ),
    )
    KEY_PASSWORD = "office_key_password", _("The password of the key is wrong. Nothing was published.")
    KEY_PASSWORD_OLD = "office_key_password_old", _("The password of now is wrong. Nothing was changed.")
    PASSWORD_SHARED = "office_password_shared", _("This is the password of another key. Take another sentence.")
    SPARE_FETCH = "office_spare_fetch", _("Download the spare key first.")
    SPARE_PLACE = "office_spare_place", _("Write where the spare key lies now, and tick that it is there.")
    KEY_THERE = "office_key_there", _("There are keys already. They are never written over.")
    NOT_PUBLISHED = "office_not_published", _("{file} has a fault. Nothing was published.")
    PUBLISHES_NOTHING = "office_publishes_nothing", _("Nothing was published: {causes}.")
    MANY_WITHDRAWN = (
        "office_many_withdrawn",
        _("{n} of {total} published notices would be withdrawn. Tick that it is meant so."),
    )
    BUSY = "office_busy", _("An edition is being published just now. Wait for its end.")
    NOT_OUT = "office_not_out", _("No kiosk has this notice: it is not in the edition that is out.")
    NO_HOUR = "office_no_hour", _("Write the hour such as 17.00, or a day with its hour, at most 14 days ahead.")
    WARNING_STANDS = "office_warning_stands", _("A warning stands: publish with the password of the emergency key.")
    UNEXPECTED = "office_unexpected", _("Something went wrong at the server; its log says what. Publish by hand.")
    OVERTAKEN = "office_overtaken", _("A warning went first. The edition with it is sent instead.")
    NOT_NEWEST = "office_not_newest", _("A newer edition is out, or is being made: that one is sent.")
    TARGET_GONE = "office_target_gone", _("{name} is no longer among the places that editions are sent to.")
    WARNING_WORDS = "office_warning_words", _("Say what happens, how grave it is and who says so.")
    WARNING_HOURS = "office_warning_hours", _("A warning holds from 1 to {most} hours.")
    NOT_READ = "office_not_read", _("Tick that you have read and heard it.")
    SECOND_PERSON = "office_second_person", _("It has to be another person.")
    LAPSED = "office_lapsed", _("Nobody else agreed within 15 minutes. Begin anew.")

    MAIL_PASSWORD = "office_mail_password", _("{host} does not let {user} in: the name or the password is wrong.")
    MAIL_FOLDER = "office_mail_folder", _("The mailbox has no folder {folder}.")
    MAIL_FORM = "office_mail_form", _("Write the server's name, the user's name and a port from 1 to 65535.")
    MAIL_UNREADABLE = "office_mail_unreadable", _("The mailbox cannot be read: {reason}")
    SOURCE_ADDRESS = "office_source_address", _("{url} is no address on the internet. It begins with https://.")
    SOURCE_UNREACHED = "office_source_unreached", _("{name} could not be fetched: {reason}")
    SOURCE_NAME = "office_source_name", _("Write a name that no other source has.")
    CALENDAR_UNFIT = "office_calendar_unfit", _("{name} is no calendar that kiosks can show.")
    NO_DAY = "office_no_day", _("Write the day as 2026-12-05.")

    POST_PASSWORD = "office_post_password", _("The password of the post's key is wrong. The post stays shut.")
    POST_SHUT = "office_post_shut", _("The post is shut. Open it first.")
    MANY_CODES = "office_many_codes", _("There are {most} codes already. Drop those that nobody needs.")
    STICK_UNFIT = (
        "office_stick_unfit",
        _("{name} cannot be read. Choose the files of laporan-kios/post, or a ZIP of them."),
    )
    STAGE_BACK = (
        "stage_back",
        _("It was told already that it has come further. A stage never goes back."),
    )
    ANSWER_EMPTY = "office_answer_empty", _("Write the answer or record it.")
    ANSWER_TITLE = (
        "office_answer_title",
        _("Write the question in your words first: everybody is to understand the answer."),
    )
    ANSWERED = "office_answered", _("{name} has just answered question {number}. Nothing was sent twice.")

    CARD_TABLE = "office_card_table", _("The table is empty or too large: a row for each village, {most} rows at most.")
    CARD_SHEET = (
        "office_card_sheet",
        _("This is a workbook. Save it as CSV in the spreadsheet first, then choose that file."),
    )
    CARD_ROW = (
        "office_card_row",
        _(
            "Row {line} of the table cannot be used: the code of a village, its name, then latitude and longitude if known."
        ),
    )
    CARD_TWICE = (
        "office_card_twice",
        _("Row {line} of the table is there twice. Take one out, give it another name, or tick that it is right."),
    )
    CARD_UNKNOWN = (
        "office_card_unknown",
        _("Row {line}: the list of villages has no such code. Mend it, or tick that it is right."),
    )
    CARD_FORMULA = (
        "office_card_formula",
        _("Row {line} of the table has a formula in cell {cell}. Write what it shows."),
    )
    CARD_PIN = "office_card_pin", _("Row {line} of the table: a PIN has 6 to 12 digits.")
    CARD_TOKEN = (
        "office_card_token",
        _("Row {line} of the table: a token has 16 to 80 letters, digits and .-_~ alone."),
    )
    CARD_WIFI = "office_card_wifi", _("Row {line} of the table, Wi-Fi: {causes}")
    CARD_SHARED = (
        "office_card_shared",
        _("Row {line} of the table has the PIN or the token of row {other}. Each card has its own."),
    )
    CARD_BASE = "office_card_base", _("The settings for all cannot be used: {causes}")
    CARD_OWN = "office_card_own", _("[{name}] is written by the desk, for each card its own")
    SETTING_NAME = "office_setting_name", _("A name has small letters, digits and hyphens, at most 40.")
    SETTING_WHOM = "office_setting_whom", _("Say whom it is for: codes of areas, names of groups or of kiosks.")
    SETTING_TAKEN = (
        "office_setting_taken",
        _("There is a setting {name} already. Choose another name, or change that one."),
    )
    SETTING_ALL = (
        "office_setting_all",
        _(
            "It is for all kiosks, and yet {whom} is written beside it. Choose areas, groups or kiosks, or empty that line."
        ),
    )
    SETTING_TOML = "office_setting_toml", _("The other settings cannot be read: {reason}")
    SETTING_EMPTY = "office_setting_empty", _("Nothing is set.")

    SETUP_UNFIT = (
        "office_setup_unfit",
        _("{file} cannot be changed here ({reason}). Whoever looks after the server mends it."),
    )
    IDENTITY_NAME = (
        "office_identity_name",
        _("Write the office's name and that of its editions, {most} letters at most."),
    )
    IDENTITY_AREA = "office_identity_area", _("{code} is no code of an area, such as 72.01.")
    IDENTITY_ZONE = "office_identity_zone", _("Choose the local time.")
    IDENTITY_ADDRESS = (
        "office_identity_address",
        _("The address begins with https:// and ends with the server's name, such as https://kabar.contoh.go.id."),
    )
    IDENTITY_UNREACHED = "office_identity_unreached", _("This address does not lead to this desk: {causes}")
    IDENTITY_NONE = "office_identity_none", _("Without an address the desk is reached from its own machine alone.")
    IDENTITY_ELSEWHERE = (
        "office_identity_elsewhere",
        _("This address does not lead to this desk: another server answers."),
    )
    PLACE_NAME = "office_place_name", _("Write a name that no other place has.")
    PLACE_PUBLIC = "office_place_public", _("The address that kiosks read begins with https://.")
    PLACE_OWN = (
        "office_place_own",
        _("{folder} is no folder for editions: write a whole path outside the office's own."),
    )
    PLACE_GONE = "office_place_gone", _("There is no such place any more.")
    PLACE_KEY = "office_place_key", _("The server shows a third key now. Nothing was changed; ask who runs it.")

    TELL_UNFIT = "office_tell_unfit", _("Nothing was changed. {causes}")
    TELL_DAYS = "office_tell_days", _("A kiosk counts as silent after 1 to {most} days.")
    TELL_HOST = "office_tell_host", _("{host} is no mail server, or its port is no number from 1 to 65535.")
    TELL_ADDRESS = "office_tell_address", _("{address} is no mail address.")
    TELL_PASSWORD = (
        "office_tell_password",
        _("Type the password too: the one that is kept is for the server and name before."),
    )
    TELL_PASSWORD_ASCII = (
        "office_tell_password_ascii",
        _("Name and password of the mail account: plain letters, digits and signs alone, none with an accent."),
    )
    TELL_FILE = "office_tell_file", _("{file}: what is wrong in it is left out until it is mended there. {causes}")
    TELL_FILE_DAMAGED = (
        "office_tell_file_damaged",
        _("{file} cannot be read ({reason}). What it said before holds until the desk is started anew. Mend it there."),
    )
    TELL_UNEXPECTED = "office_tell_unexpected", _("Something went wrong at the server; its log says what.")
    TELL_MANY = "office_tell_many", _("At most {most} people get letters.")
    TELL_FAILED = "office_tell_failed", _("The letter was not taken: {reason}")
    TELL_HOOK_FAILED = "office_tell_hook_failed", _("The web hook did not take it. {causes}")
    TELL_NOBODY = "office_tell_nobody", _("Write a mail server and who gets letters, or a web hook.")
    TELL_BUSY = "office_tell_busy", _("A trial is under way. Try again in a minute.")
    TELL_HOOK_NEAR = (
        "office_tell_hook_near",
        _("A web hook in this network is named on the server itself, in {file}."),
    )
    PUSH_KEY = "office_push_key", _("{file} cannot be read: no browser is told. Put it back from a backup.")
    PUSH_UNFIT = "office_push_unfit", _("This browser gave no address of a push service that can be used.")
    PUSH_FAILED = "office_push_failed", _("The push service did not take it. {causes}")
    TELL_HOOK = "office_tell_hook", _("The web hook's address begins with https:// and has no space in it.")


class OfficeError(ValueError):
    """Refusal of the desk; `problem` says why. It is made from a Problem, or from a code with its *causes* and
    *details*."""

    def __init__(self, what: Problem | ProblemCode, /, *causes: Problem, **details: Detail) -> None:
        self.problem: Problem = what if isinstance(what, Problem) else problem(what, *causes, **details)
        super().__init__(str(self.problem))


def no_room(error: OSError) -> Problem:
    """Return the problem to show where *error* prevents saving on this server."""
    return problem(OfficeCode.NO_ROOM, reason=error.strerror or str(error))


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn an OSError of the block into an OfficeError that says that there is no room on this server."""
    try:
        yield
    except OSError as error:
        raise OfficeError(no_room(error)) from error
