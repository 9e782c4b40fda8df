"""What whoever writes a notice of the hall is told, by the codes of `kiosk.notices.faults`."""

from __future__ import annotations

from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    "notice_no_title": _("Write its title."),
    "staff_no_name": _("Write the name."),
    "notice_title_too_long": _("A title has at most {most} letters."),
    "notice_text_too_long": _("A text has at most {most} letters."),
    "notice_no_kind": _("Choose its kind."),
    "notice_no_day": _("Write its date, for example 3 September."),
    "notice_no_time": _("Write its time, for example 19.30."),
    "notice_day_past": _("This date is past."),
    "notice_day_too_far": _("This date is more than a year away."),
    "notice_no_until": _("Choose until when."),
    "notice_several": _("{causes}"),
    "contact_no_name": _("Write a name of up to {most} letters."),
    "contact_no_phone": _("Write the number with digits alone, as 112 or 0461 000 118."),
    "photo_unfit": _("This photo cannot be used; try another one."),
    "photo_too_large": _("The photo is larger than {megabytes} MB."),
    "photo_empty": _("This photo is empty."),
    "sound_unfit": _("This recording cannot be used; try another one."),
    "sound_too_large": _("The recording is larger than {megabytes} MB."),
    "sound_empty": _("This recording is empty."),
    "stick_file": _("{file}: {causes}"),
    "stick_too_many": _("more than {most} files: the rest is not read"),
    "stick_photo_alone": _("a photo without a notice (.txt)"),
    "stick_text_too_long": _("longer than {most} letters"),
    "stick_file_unreadable": _("cannot be read ({reason})"),
    "stick_unkept": _("cannot be kept ({reason})"),
    "shelf_full": _("there are {most} notices already; take one down first"),
    "person_no_name": _("Write the name."),
    "person_pin_unfit": _("A PIN has {shortest} to 12 digits."),
    "person_pin_common": _("That PIN is easily guessed: no sequence, no repeats, no date. Choose another one."),
    "person_name_taken": _("{name} is registered already."),
    "person_name_unknown": _("Nobody is registered by the name {name}."),
    "too_many_people": _("There are {most} people already."),
    "wrong_pin": _("Wrong name or PIN. Try again."),
    "second_needed": _("An emergency needs the PIN of a second person."),
    "wrong_second_pin": _("The PIN of the second person is wrong."),
}
