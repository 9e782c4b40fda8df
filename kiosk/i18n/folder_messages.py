"""What an office is told for each fault of the folder that it publishes."""

from __future__ import annotations

from content_cache.publishing.faults import FaultCode
from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    FaultCode.NO_FOLDER: _("is no folder"),
    FaultCode.UNREADABLE: _("cannot be read ({reason})"),
    FaultCode.NOT_UTF8: _("is no UTF-8 text; save it again in the encoding UTF-8"),
    FaultCode.TXT_FILE: _('not published, for its name ends in .txt; rename it to "{meant}"'),
    FaultCode.UNKNOWN_NAME: _('"{name}" is unknown; {causes}'),
    FaultCode.UNKNOWN_CHOICE: _('{field} "{value}" is unknown; {causes}'),
    FaultCode.DID_YOU_MEAN: _('did you mean "{word}"?'),
    FaultCode.CHOICES: _("there are: {choices}"),
    FaultCode.NOT_QUOTED: _("{name}: write it between quotes"),
    FaultCode.OFFICE_AREA: _('area: "{value}" is no area code of Kemendagri; example "72.01"'),
    FaultCode.OFFICE_TIMEZONE: _('timezone: "{value}" is unknown; example "Asia/Makassar"'),
    FaultCode.NO_FRONT_MATTER: _("this file does not begin with its fields between two lines ---"),
    FaultCode.FRONT_MATTER_OPEN: _("the line {fence} that ends the fields is missing"),
    FaultCode.FRONT_MATTER_BROKEN: _("the fields cannot be read ({reason})"),
    FaultCode.FRONT_MATTER_COLON: _("the fields cannot be read ({reason}); write quotes around what holds a colon"),
    FaultCode.FRONT_MATTER_NO_NAMES: _("the fields must be lines of name: content"),
    FaultCode.FRONT_MATTER_TWICE: _('"{name}" is written twice'),
    FaultCode.FRONT_MATTER_TOO_DEEP: _("the fields are nested too deep"),
    FaultCode.NO_FLAG: _('"{value}" is neither true nor false'),
    FaultCode.NO_DATE: _('"{value}" is no date; example "2026-09-03 14.00"'),
    FaultCode.NO_LIST: _("{name} is written as a list"),
    FaultCode.NO_TEXT: _("{name} is written as one text"),
    FaultCode.NO_TITLE: _("there is no title"),
    FaultCode.TITLE_TOO_LONG: _("the title has {length} letters; at most {most}"),
    FaultCode.TITLE_LONG: _("the title has {length} letters; better at most {most}"),
    FaultCode.NO_LANGUAGE: _('"{value}" is no code of a language; example "id"'),
    FaultCode.NO_CLAIM: _("a clarification without claim: write what is going round"),
    FaultCode.LOOP: _(
        'loop: "{name}" cannot be meant; there are: weight 0 to 10, hours ["07:00-18:00"], days ["mon", "tue"], until a date'
    ),
    FaultCode.ANSWERS: _(
        'answers: written as kiosk "25a0f9710781", number 12, and private true where it is for that kiosk alone'
    ),
    FaultCode.ANSWER_UNSEALED: _(
        "this private answer is not published: the key of kiosk {kiosk} is not known here, so it cannot be sealed"
    ),
    FaultCode.ANSWER_KEPT: _(
        "this private answer stays as it was published last: the key of kiosk {kiosk} is not known here, so it cannot be sealed"
        " anew"
    ),
    FaultCode.ANSWER_PICTURES: _(
        "a private answer has its text and one recording; pictures, documents, films and other recordings are left out"
    ),
    FaultCode.POLL: _(
        'poll: "{name}" cannot be meant; there are: choices (2 to 5 different ones of at most 60 letters), until a date, results'
        " hidden or shown; of news, announcements, events and services"
    ),
    FaultCode.NO_VERDICT: _("a clarification without verdict; there are: {choices}"),
    FaultCode.ID_UNFIT: _("id may hold no spaces, and at most 200 letters"),
    FaultCode.ID_TWICE: _("the id is that of {file}; delete the line id in the newer file"),
    FaultCode.TEXT_EMPTY: _("the news item is empty"),
    FaultCode.TEXT_TOO_LONG: _("the text is too long; at most {most} letters and {lines} lines"),
    FaultCode.NO_EXPIRES: _("an end (expires) is needed from priority 2 on, and for emergencies"),
    FaultCode.EXPIRES_TOO_EARLY: _("the end (expires) is before the beginning (publish_from)"),
    FaultCode.PRIORITY_FOR_ALERTS: _("priority 3 is for the category darurat alone"),
    FaultCode.NO_PRIORITY: _('"{value}" is not 0, 1, 2 or 3'),
    FaultCode.NO_STARTS: _("an event without a beginning (starts)"),
    FaultCode.ENDS_TOO_EARLY: _("the end (ends) is before the beginning (starts)"),
    FaultCode.NO_PICTURE_TABLE: _("a picture is written with file and alt"),
    FaultCode.NO_ALT: _("the picture {file} has no alt text: write what can be seen"),
    FaultCode.NO_AREA: _('"{value}" is no area code of Kemendagri; example "72.01.05"'),
    FaultCode.NO_GROUP: _('"{value}" is no name of a group; example "nelayan"'),
    FaultCode.EMERGENCY_TABLES: _("write [[emergency]] above each table, and nothing else"),
    FaultCode.NO_RECORDING: _("recordings wants a list of file and language (bgz, loe), each language once"),
    FaultCode.SOUND_ROW: _("this line is not {columns} in letters, or turns a meaning"),
    FaultCode.SOUNDS_TOO_MANY: _("more than {most} words"),
    FaultCode.EMERGENCY_ROW: _("this row is not understood: {value}"),
    FaultCode.SETTING_WRONG: _("{causes}"),
    FaultCode.DIRECTION_ID: _('"{value}" is no name: letters, digits, hyphens, at most 60'),
    FaultCode.REQUEST_ROW: _("this request cannot be sent: {value}"),
    FaultCode.RING_ROW: _("this ring is not understood: {value}; {causes}"),
    FaultCode.DIRECTIONS_TOO_MANY: _("these are more settings and requests than an edition may carry"),
    FaultCode.ACKS: _(
        "what kiosks are told of what has come is not as it was written; delete the file, it is made anew"
    ),
    FaultCode.POLL_SUMS: _("the results of polls are not as they were written; delete the file, it is made anew"),
    FaultCode.FILE_OUTSIDE: _("{file} is outside this folder; copy it into the folder first"),
    FaultCode.FILE_MISSING: _("{file} is not in this folder"),
    FaultCode.FILE_TOO_LARGE: _("{file} is larger than {megabytes} MB"),
    FaultCode.ATTACHMENT_UNREADABLE: _("{file} cannot be read ({reason})"),
    FaultCode.PICTURE_UNFIT: _("{file} cannot be used: it is no picture that can be shown; save it as JPEG or PNG"),
    FaultCode.DOCUMENT_UNFIT: _(
        "{file} cannot be used: it is no PDF that opens without a password; save it again as PDF"
    ),
    FaultCode.DOCUMENT_TOO_LONG: _("{file} has {pages} pages; at most {most}"),
    FaultCode.TEXT_DOUBTFUL: _(
        "the text of {file} still has words marked {sign}: look at the picture, mend them, take the marks out"
    ),
    FaultCode.RECORDING_UNFIT: _(
        "{file} cannot be used: it is no recording that can be played; save it as MP3, OGG or WAV"
    ),
    FaultCode.RECORDING_FORMAT: _(
        "{file} cannot be used: it is a recording of the format {format}; save it as MP3, OGG or WAV"
    ),
    FaultCode.FILM_UNFIT: _("{file} cannot be used: it is no film that can be played; save it as MP4"),
    FaultCode.FILM_LONG: _("{file} is longer than {minutes} minutes; cut it"),
    FaultCode.FILMS_NOT_INSTALLED: _("{file} cannot be used: nothing here reads films; install kim-kiosk[films]"),
    FaultCode.SUBTITLES_UNFIT: _("{file} cannot be used: there are no subtitles in it; save them as SRT or VTT"),
    FaultCode.CALENDAR_UNFIT: _("cannot be used: it is no calendar (.ics) that can be read"),
    FaultCode.SHEET_UNFIT: _("cannot be used: it is no such sheet of the day; see CONTRACTS.md"),
    FaultCode.SHEET_TOO_LARGE: _("is larger than {kilobytes} kB"),
    FaultCode.TABLE_ROW: _('this line is not "{columns}"; a price is a whole number of rupiah'),
    FaultCode.TABLE_EMPTY: _('has no prices; each line is "{columns}"'),
    FaultCode.WARNING_UNFIT: _("cannot be used: it is no CAP warning that can be read"),
    FaultCode.TOO_MANY_ITEMS: _("{count} news items; at most {most}: delete old ones"),
    FaultCode.ALERT_KEY_NEEDED: _("the category darurat can be published with the alert key alone (--key alert.key)"),
    FaultCode.CAP_KEY_NEEDED: _("CAP warnings (*.xml) can be published with the alert key alone (--key alert.key)"),
    FaultCode.CLOCK_BEHIND: _(
        "the clock of this computer ({now}) is behind the last edition ({issued}); set the clock"
    ),
    FaultCode.EDITION_OUT_OF_RANGE: _(
        "the edition number {edition} is out of range; use --from with the address of the site"
    ),
}
