"""What people are told of the way back, by the codes of `kiosk.post.faults`."""

from __future__ import annotations

from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    "post_no_envelope": _("this is no envelope of a kiosk"),
    "post_envelope_cut": _("the envelope is cut off"),
    "post_envelope_long": _("something follows the envelope"),
    "post_content_too_large": _("an envelope of the kind {kind} has at most {most} bytes"),
    "post_signature_wrong": _("the envelope is not signed by this kiosk, or was changed"),
    "post_not_to_us": _("the envelope was sealed to another key"),
    "post_header_swapped": _("the envelope has the head of another one"),
    "post_no_enrolment": _("this envelope makes no kiosk known"),
    "post_no_list": _("this is no list of what waits"),
    "post_no_code": _('"{text}" is no code of the office; it has 8 letters or digits'),
    "post_no_office": _("no office is set to send to; write its key into [post]"),
    "post_no_own_key": _("{path}: this kiosk's key of the way back cannot be read"),
    "post_spool_full": _(
        "{megabytes} MB wait for the office already; connect the internet, or take them along on a stick"
    ),
    "post_busy": _("another process is at work on what waits for the office"),
    "post_disk_full": _("the memory card is full"),
    "post_spool_failed": _("what waits for the office cannot be read or written ({reason}); check the memory card"),
    "post_beyond": _(
        "the office has number {number}, but this kiosk has given {made} at most: somebody may have copied this card"
    ),
    "post_no_key": _('"{text}" is no key of the way back; copy all of its 48 characters'),
}
