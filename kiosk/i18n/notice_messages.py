"""What whoever writes a notice of the hall is told, by the codes of `kiosk.hall.notices.faults`."""

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
    "notice_weekday": _("{day} is a {right}, not a {wrong}."),
    "staff_ends_early": _("It ends before it begins. Of a night write the hours until midnight: 23.59."),
    "notice_day_past": _("{day} is past."),
    "notice_hour_past": _("{hour} is past already."),
    "event_ends_early": _("It ends before it begins."),
    "notice_day_too_far": _("This date is more than a year away."),
    "notice_span_too_long": _("An event lasts {days} days at most. What goes on longer is the office's to publish."),
    "notice_no_until": _("Choose until when."),
    "notice_several": _("{causes}"),
    "contact_no_name": _("Write a name of up to {most} letters."),
    "contact_no_phone": _("Write the number with digits alone, as 112 or 0461 000 118."),
    "photo_unfit": _("This photo cannot be used; try another one."),
    "photo_heic": _(
        "This photo is a HEIC, which cannot be read here. Send it to yourself by WhatsApp, save it, and choose that one."
    ),
    "notice_file_too_large": _("This file is larger than {megabytes} MB."),
    "photo_empty": _("This photo is empty."),
    "photo_gone": _("One of the photos is not here any more. Choose it again."),
    "too_many_photos": _("A notice has at most {most} photos and documents."),
    "doubtful_left": _("Look at the numbers marked {sign} in the picture, mend them, and tick that they are right."),
    "document_unfit": _("This PDF cannot be opened; try another one."),
    "document_is_locked": _("This PDF is locked by a password; save it without one."),
    "document_too_long": _("This PDF has more than {most} pages."),
    "document_too_large": _("The PDF is larger than {megabytes} MB."),
    "notice_film_unfit": _("This film cannot be used; try another one."),
    "notice_film_too_long": _("The film is longer than {minutes} minutes. Cut it on the phone first."),
    "notice_film_too_large": _(
        "The film is too large for the kiosk. Send it by WhatsApp first, save it, and choose that one."
    ),
    "notice_storage_full": _("There is no room left. Publish or throw away what is unfinished, then try again."),
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
    "wrong_password": _("Wrong password."),
    "password_again": _("Give the password again. What you typed is kept; a recording has to be chosen again."),
    "password_unfit": _(
        "The password needs {shortest} letters or more, not digits alone, and none that is easily guessed."
    ),
    "passwords_differ": _("The two passwords are not the same."),
    "password_second": _("A new password needs the PIN of a second person."),
    "hall_answer_empty": _("Write an answer, or record one."),
    "hall_answered_before": _(
        "Somebody has answered this question already. What you wrote stands here and is not sent."
    ),
    "hall_answered_yourself": _("You have answered this question already. What you wrote stands here and is not sent."),
    "hall_question_gone": _("This question is not there any more. What you wrote stands here and is not sent."),
    "hall_answer_title": _("Write the question in a few words, without names: everybody sees it."),
    "notice_changed_meanwhile": _(
        "{name} changed this notice at {time}, after you began. Below is what it says now, and what you wrote. What you "
        "publish takes its place."
    ),
    "notice_changed_yourself": _(
        "You changed this notice yourself at {time}, in another tab or on another phone. Below is what it says now, and what "
        "you wrote. What you publish takes its place."
    ),
    "notice_gone_meanwhile": _(
        "This notice was taken down after you began. Publish it only if it is to be there again."
    ),
    "second_needed": _("An emergency needs the PIN of a second person."),
    "wrong_second_pin": _("The PIN of the second person is wrong."),
}
