"""What people are told for each code of the content cache: what is wrong, and what to do. For who looks after the kiosk."""

from __future__ import annotations

from content_cache.model.errors import Code
from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    Code.OTHER: _("{text}"),
    Code.UNEXPECTED: _("its content cannot be processed safely; tell its publisher"),
    Code.UNREACHABLE: _(
        "{host} cannot be reached ({reason}); check the internet connection; it is tried again later by itself"
    ),
    Code.NAME_UNKNOWN: _(
        "{host} cannot be reached: nobody knows this name; "
        "check url in kiosk.toml and the internet connection; it is tried again later by itself"
    ),
    Code.NAME_NOT_RESOLVED: _(
        "{host} cannot be reached: nobody tells its address (DNS); "
        "check the internet connection; it is tried again later by itself"
    ),
    Code.CONNECTION_REFUSED: _(
        "{host} cannot be reached: that server refuses the connection; "
        "check the internet connection; it is tried again later by itself"
    ),
    Code.NO_ROUTE: _(
        "{host} cannot be reached: no network leads there; "
        "check the internet connection; it is tried again later by itself"
    ),
    Code.NO_ANSWER: _(
        "{host} cannot be reached: it does not answer; check the internet connection; it is tried again later by itself"
    ),
    Code.BROKE_OFF: _("{host} broke the connection off before it answered; it is tried again later by itself"),
    Code.TOO_SLOW: _("the connection is too slow; it is tried again later by itself"),
    Code.CERTIFICATE_DATE: _(
        "the kiosk's clock is wrong, so that a secure connection cannot be checked; set the clock"
    ),
    Code.TLS_FAILED: _("no secure connection to {host}; check the kiosk's clock and the address"),
    Code.LOGIN_NEEDED: _(
        "the network wants a login first (a login page); log in on that network, or ask the owner of the Wi-Fi"
    ),
    Code.LOGIN_PAGE: _(
        "the network wants a login first (a login page); log in on that network, or ask the owner of the Wi-Fi"
    ),
    Code.ACCESS_DENIED: _("the server refuses (HTTP {status}); check url in kiosk.toml"),
    Code.NOT_FOUND: _("the server has no such address (HTTP {status}); check url in kiosk.toml"),
    Code.GONE: _("its publisher has closed this source, what it brought is still shown; check url in kiosk.toml"),
    Code.BUSY: _("the server is busy (HTTP {status}); it is tried again later by itself"),
    Code.HTTP_STATUS: _("the server has a problem (HTTP {status}); it is tried again later by itself"),
    Code.TOO_LARGE: _("too large, not fetched; tell its publisher"),
    Code.UNPACKED_TOO_LARGE: _("too large, not fetched; tell its publisher"),
    Code.PACKING_UNKNOWN: _("the data was damaged on its way; it is tried again later by itself"),
    Code.PACKING_DAMAGED: _("the data was damaged on its way; it is tried again later by itself"),
    Code.WRONG_PIECE: _("the data was damaged on its way; it is tried again later by itself"),
    Code.NO_WEB_ADDRESS: _("the address leads where it may not; check url in kiosk.toml"),
    Code.PRIVATE_ADDRESS: _("the address leads where it may not; check url in kiosk.toml"),
    Code.TOO_MANY_REDIRECTS: _("the address leads where it may not; check url in kiosk.toml"),
    Code.REDIRECT_NO_WEB: _("the address leads where it may not; check url in kiosk.toml"),
    Code.REDIRECT_INSECURE: _("the address leads where it may not; check url in kiosk.toml"),
    Code.REDIRECT_FOREIGN: _("the address leads where it may not; check url in kiosk.toml"),
    Code.OUTSIDE_FOLDER: _("the address leads where it may not; check url in kiosk.toml"),
    Code.NO_FILE: _("the file {path} cannot be read; check url in kiosk.toml"),
    Code.FILE_UNREADABLE: _("the file {path} cannot be read; check url in kiosk.toml"),
    Code.WEB_PAGE: _(
        "a web page came in place of the feed: its site is under repair, or the address is not the feed's; "
        "check url in kiosk.toml, or tell its publisher"
    ),
    Code.FEED_EMPTY: _("the feed is empty; tell its publisher"),
    Code.SMS_NONE: _("it is no SMS of an office"),
    Code.SMS_UNFIT: _(
        "an SMS cannot carry that: at most {letters} letters ({bytes} bytes), a number above the last, an area by its digits"
    ),
    Code.NO_FEED: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.FORMAT_UNKNOWN: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.FORMAT_OTHER: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.XML_ROOT: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.XML_BROKEN: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.XML_DECLARES: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.RSS_BROKEN: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.JSON_BROKEN: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.JSON_TOO_DEEP: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.JSON_NO_OBJECT: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.JSON_NO_ITEMS: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.NO_QUAKES: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.NO_FORECAST: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.NO_SHEET: _("its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"),
    Code.CALENDAR_BROKEN: _(
        "its content is no news feed that is known; check url in kiosk.toml, or tell its publisher"
    ),
    Code.INCOMPLETE: _("only a part of it arrived, the rest is tried again later by itself"),
    Code.NOTHING_USABLE: _("nothing in it can be used ({causes}); tell its publisher"),
    Code.FEED_CUT: _("{count} feed was cut off: only its whole items are used"),
    Code.FEED_TOO_LONG: _("{count} feed is longer than the limit of {most} items"),
    Code.TAGS_WITHOUT_END: _("tags without an end dropped, perhaps with their items: {count}"),
    Code.ITEMS_BROKEN: _("damaged items left out: {count}"),
    Code.ITEMS_BEYOND: _("items beyond the limit of {most} left out: {count}"),
    Code.ITEM_NO_OBJECT: _("damaged items left out (no object): {count}"),
    Code.ITEM_TOO_DEEP: _("damaged items left out (too large or nested too deep): {count}"),
    Code.ITEM_NO_NUMBER: _("damaged items left out (a number that is none): {count}"),
    Code.ITEM_HALF_CHARACTER: _("damaged items left out (half a character): {count}"),
    Code.ITEM_TWICE: _("items with the same id, of which the newer is used: {count}"),
    Code.ITEM_EMPTY: _("items without title and text left out: {count}"),
    Code.ITEM_UNSTORABLE: _("the item {id} cannot be stored"),
    Code.ALERT_WITHOUT_KEY: _("emergencies without a key, shown as news: {count}"),
    Code.QUAKE_INCOMPLETE: _("earthquakes without time, place or magnitude left out: {count}"),
    Code.FORECAST_STEP: _("steps of a forecast that cannot be read left out: {count}"),
    Code.SHEET_ROW: _("rows of a sheet of the day that cannot be read left out: {count}"),
    Code.CAP_NO_IDENTIFIER: _("CAP messages without a valid identifier left out: {count}"),
    Code.CAP_NO_SENDER: _("CAP messages without a valid sender left out: {count}"),
    Code.CAP_NOT_SENT: _("CAP messages without a valid time of sending left out: {count}"),
    Code.CAP_STATUS: _('CAP messages of the status "{status}" left out: {count}'),
    Code.CAP_KIND: _('CAP messages of the kind "{kind}" left out: {count}'),
    Code.CAP_NOT_PUBLIC: _("CAP messages that are not for the public left out: {count}"),
    Code.CALENDAR_CUT: _("{count} calendar was cut off: only its whole events are used"),
    Code.EVENT_BROKEN: _("damaged events left out: {count}"),
    Code.EVENTS_BEYOND: _("events beyond the limit of {most} left out: {count}"),
    Code.TIMES_BEYOND: _("events whose first {most} times alone are shown: {count}"),
    Code.REPEATS_TOO_OFTEN: _("events left out, for the calendar repeats more than {most} times: {count}"),
    Code.RULE_UNREADABLE: _(
        "events kept at their first time alone, for their rule of repeating cannot be read: {count}"
    ),
    Code.RULE_NO_START: _("events without DTSTART left out: {count}"),
    Code.RULE_TOO_MANY: _("events with too many rules of repeating kept at their first time alone: {count}"),
    Code.RULE_TOO_LONG: _("events that repeat for too long left out: {count}"),
    Code.RULE_FREQUENCY: _("events kept at their first time alone, for FREQ={frequency} is not followed: {count}"),
    Code.RULE_TOO_OFTEN: _("events that take place too often a day kept at their first time alone: {count}"),
    Code.RULE_UNUSUAL: _("events with an unusual rule of repeating kept at their first time alone: {count}"),
    Code.RULE_NEVER: _("events whose rule of repeating never matches kept at their first time alone: {count}"),
    Code.VOICE_UNFIT: _("sounds of sentences left out that are none, or not as an edition has them: {count}"),
    Code.VOICE_BEYOND: _("sounds of sentences left out: {count}; an edition has at most {most}"),
    Code.LINK_FAILED: _("{url}: {causes}"),
    Code.LINKS_LATE: _("not all of its messages could be fetched in time"),
    Code.LINKS_ELSEWHERE: _(
        "the warnings that it lists lie on {host}, from where they do not count; check url in kiosk.toml"
    ),
    Code.NO_PICTURE: _("the picture or recording cannot be used; tell its publisher"),
    Code.PICTURE_TOO_LARGE: _("the picture or recording cannot be used; tell its publisher"),
    Code.NO_RECORDING: _("the picture or recording cannot be used; tell its publisher"),
    Code.RECORDING_EMPTY: _("the picture or recording cannot be used; tell its publisher"),
    Code.RECORDING_TOO_LONG: _("the picture or recording cannot be used; tell its publisher"),
    Code.NO_SPEECH: _("no spoken sentence ({reason})"),
    Code.UNDECODABLE: _("too large, not fetched; tell its publisher"),
    Code.NO_DOCUMENT: _("the document cannot be opened; tell its publisher"),
    Code.DOCUMENT_LOCKED: _("the document asks for a password; tell its publisher"),
    Code.NO_FILM: _("the film cannot be played; tell its publisher"),
    Code.FILMS_NOT_INSTALLED: _(
        "this machine has nothing that reads films and such recordings; install kim-kiosk[films]"
    ),
    Code.FILM_TOO_LARGE: _("the film is larger than {megabytes} MB; tell its publisher"),
    Code.FILM_TOO_LONG: _("the film is longer than {minutes} minutes; tell its publisher"),
    Code.FILM_TOO_WIDE: _("the film's picture is larger than 640x360; tell its publisher"),
    Code.FILM_TOO_FAST: _("the film has more than {most} pictures a second; tell its publisher"),
    Code.NO_SUBTITLES: _("the subtitles cannot be read; tell its publisher"),
    Code.NO_ROOM: _("the storage is full; make room"),
    Code.UNWRITABLE: _("the storage is full; make room"),
    Code.CUT_OFF: _("only a part of it arrived, the rest is tried again later by itself"),
    Code.GAVE_WAY: _("removed to make room for newer files"),
    Code.FILE_UNUSABLE: _("{file}: {causes}"),
    Code.FILES_UNUSABLE: _("{causes}"),
    Code.STOPPED: _("the work was stopped"),
    Code.RESTING: _("the server is busy ({host}); it is tried again later by itself"),
    Code.CHILD_DIED: _("its content cannot be processed safely; tell its publisher"),
    Code.CHILD_ANSWER: _("its content cannot be processed safely; tell its publisher"),
    Code.LINE_BROKEN: _("its content cannot be processed safely; tell its publisher"),
    Code.RESULT_TOO_LARGE: _("too large, not fetched; tell its publisher"),
    Code.TOO_MUCH_MEMORY: _("its content cannot be processed safely; tell its publisher"),
    Code.NO_SIGNATURE: _("the signature is wrong: not used; tell its publisher"),
    Code.CONTENT_SIGNED: _("the signature is wrong: not used; tell its publisher"),
    Code.OTHER_KEY: _("the signature is wrong: not used; tell its publisher"),
    Code.SIGNATURE_WRONG: _("the signature is wrong: not used; tell its publisher"),
    Code.NO_EDITION_COMMENT: _("the signature is wrong: not used; tell its publisher"),
    Code.NO_KEYS: _("no source in kiosk.toml has keys; add the [[source]] of that office with its keys"),
    Code.KEY_REVOKED: _("the signature is wrong: the key {key} was revoked; not used, tell its publisher"),
    Code.KEY_UNKNOWN: _(
        "the signature is wrong: the key {key} is none of this source's; not used, check keys in kiosk.toml"
    ),
    Code.KEY_SPARE: _("the signature is wrong: its key may not sign this; not used, tell its publisher"),
    Code.KEY_NOT_YET_VALID: _("the signature is wrong: its key may not sign this; not used, tell its publisher"),
    Code.KEYS_NOT_BY_SPARE: _("the signature is wrong: its key may not sign this; not used, tell its publisher"),
    Code.KEYS_UNREADABLE: _("the signature is wrong: not used; tell its publisher"),
    Code.KEYS_OLDER: _("the signature is wrong: not used; tell its publisher"),
    Code.KEYS_UNWRITABLE: _("the new keys cannot be kept; make room, or check the memory card"),
    Code.NO_PUBLIC_KEY: _("the keys in keys or alert_keys are wrong; check kiosk.toml"),
    Code.NO_SECRET_KEY: _(
        "this is no secret key of minisign: such a file has a comment and one line of 212 characters"
    ),
    Code.PASSWORD_NEEDED: _("this key is protected by a password"),
    Code.PASSWORD_WRONG: _("wrong password for this key"),
    Code.KEY_PROTECTION: _("the secret key is protected in a way that is not known here"),
    Code.KEY_DAMAGED: _("the secret key is damaged"),
    Code.KEY_COSTLY: _("the secret key asks for more work than any program would"),
    Code.KEY_UNOPENED: _("the secret key cannot be opened ({reason})"),
    Code.KEY_MEMORY: _("the secret key needs {megabytes} MB of free memory to be opened"),
    Code.EDITION_JUMP: _("edition {edition} is too far beyond the one here ({here}); not used, tell its publisher"),
    Code.EDITION_EXPIRED: _("its publisher promised news until {until}, and has sent none; what is here is old"),
    Code.EDITION_OLDER: _("a newer one is here already (edition {here}); edition {edition} is not used"),
    Code.EDITION_UNREADABLE: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.EDITION_CUT: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.NO_EDITION_THERE: _("there is no edition of a central feed at {url}"),
    Code.EDITION_NUMBER: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.EDITION_TOO_MANY: _("this edition is too large; not used, tell its publisher"),
    Code.EDITION_FILE_TOO_LARGE: _("this edition is too large; not used, tell its publisher"),
    Code.EDITION_FILE_NAME: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.EDITION_FILE_CUT: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.EDITION_FILE_OTHER: _("the signature is wrong: not used; tell its publisher"),
    Code.ALERT_BY_NEWS_KEY: _("an emergency was signed with the news key, which may not; not used, tell its publisher"),
    Code.ALERT_WITHOUT_END: _("this edition is damaged or incomplete; not used, tell its publisher"),
    Code.BUNDLE_UNREADABLE: _("a file is missing or cannot be read; not used, copy the published folder again"),
    Code.BUNDLE_LINK: _("it holds a link (symlink) and not plain files alone; not used"),
    Code.BUNDLE_TOO_MANY: _("too many files ({count}); not used, copy the published folder alone"),
    Code.BUNDLE_FILE_TOO_LARGE: _("too large, not fetched; tell its publisher"),
    Code.BUNDLE_FILE_GREW: _("too large, not fetched; tell its publisher"),
    Code.BUNDLE_NO_FILE: _("a file is missing or cannot be read; not used, copy the published folder again"),
    Code.BUNDLE_MISSING: _("a file is missing or cannot be read; not used, copy the published folder again"),
    Code.STICK_TOO_SLOW: _("the USB stick is too slow; pull it out and plug it in again, or use another one"),
    Code.STICK_UNMOUNTABLE: _("the USB stick cannot be read; format it as FAT32 or exFAT, then copy its content anew"),
    Code.SOURCE_UNKNOWN: _("there is no source {name} in kiosk.toml; there are: {known}"),
    Code.STORE_FAILED: _("{path}: the stored content cannot be read or written ({reason})"),
    Code.STORE_FULL: _("{path}: the storage is full; make room, then new content comes in again by itself"),
    Code.STORE_READ_ONLY: _(
        "{path}: cannot be written, what is stored is still shown; check the memory card and the rights of the folder"
    ),
    Code.STORE_NO_RIGHTS: _(
        "{path}: cannot be written, what is stored is still shown; check the memory card and the rights of the folder"
    ),
    Code.STORE_DISK: _("{path}: the memory card reports an error; if it does so again, replace the card"),
    Code.STORE_DAMAGED: _("{path}: the content file is damaged; it is mended when the refresher is started anew"),
    Code.STORE_NEWER: _(
        "the content was stored by a newer kim-kiosk (schema {found}, this one knows {known}); install that one again"
    ),
    Code.STORE_HELD: _("{path} is damaged, and another kiosk program holds it; stop that one first"),
    Code.STORE_COPY_BETTER: _("{path} holds a damaged store ({reason}); the older copy is kept"),
    Code.FOLDER_BUSY: _("{path} is being written by another kiosk program (a refresher?); stop that one first"),
}
