"""Faults of envelopes, and of keeping and sending them: the table of codes, and the errors that carry them."""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class PostCode(ProblemCode):
    """Codes of the post to the office."""

    # an envelope
    NO_ENVELOPE = "post_no_envelope", _("this is no envelope of a kiosk")
    ENVELOPE_CUT = "post_envelope_cut", _("the envelope is cut off")
    ENVELOPE_LONG = "post_envelope_long", _("something follows the envelope")
    CONTENT_TOO_LARGE = "post_content_too_large", _("an envelope of the kind {kind} has at most {most} bytes")
    SIGNATURE_WRONG = "post_signature_wrong", _("the envelope is not signed by this kiosk, or was changed")
    NOT_TO_US = "post_not_to_us", _("the envelope was sealed to another key")
    HEADER_SWAPPED = "post_header_swapped", _("the envelope has the head of another one")

    # its content
    NO_ENROLMENT = "post_no_enrolment", _("this envelope makes no kiosk known")
    NO_LIST = "post_no_list", _("this is no list of what waits")

    # an adoption
    NO_INTRODUCTION = "post_no_introduction", _("this is no introduction of a kiosk; scan or copy all of its QR code")
    NO_ACCEPTANCE = "post_no_acceptance", _("this is no acceptance by an office, or it was changed")
    OTHER_KIOSK = "post_other_kiosk", _("this acceptance is for another kiosk")
    OLD_CODE = "post_old_code", _("this acceptance is for an older code; tell the office the code that stands here now")
    OTHER_OFFICE = "post_other_office", _("this acceptance is by another office than the one that this kiosk knows")
    NO_OFFICE_THERE = "post_no_office_there", _("no office answers at {address}; check the address")
    SETTINGS_UNFIT = "post_settings_unfit", _("what the office gives along cannot be used ({reason})")

    # a key or code that somebody typed or copied
    NO_KEY = "post_no_key", _('"{text}" is no key of the way back; copy all of its 48 characters')
    NO_CODE = "post_no_code", _('"{text}" is no code of the office; it has 8 letters or digits')

    # the spool
    NO_OFFICE = "post_no_office", _("no office is set to send to; write its key into [post]")
    KIOSK_UNKNOWN = (
        "post_kiosk_unknown",
        _("the office does not know this kiosk; tell it the code on the technician's page Office"),
    )
    KIOSK_REPLACED = (
        "post_kiosk_replaced",
        _("the office has put another kiosk in this one's place; take this one away, or ask the office for a new code"),
    )
    NO_OWN_KEY = "post_no_own_key", _("{path}: this kiosk's key of the way back cannot be read")
    SPOOL_FULL = (
        "post_spool_full",
        _("{megabytes} MB wait for the office already; connect the internet, or take them along on a stick"),
    )
    BUSY = "post_busy", _("another process is at work on what waits for the office")
    DISK_FULL = "post_disk_full", _("the memory card is full")
    SPOOL_FAILED = (
        "post_spool_failed",
        _("what waits for the office cannot be read or written ({reason}); check the memory card"),
    )
    BEYOND = (
        "post_beyond",
        _(
            "the office has number {number}, but this kiosk has given {made} at most: somebody may have copied this card"
        ),
    )


class PostError(Exception):
    """Base of all errors of this room: a code and its details. `str` is for logs."""

    def __init__(self, code: PostCode, /, **details: Detail) -> None:
        self.problem: Problem = problem(code, **details)
        super().__init__(str(self.problem))


class EnvelopeError(PostError, ValueError):
    """Error for bytes that are no envelope, or none that may be believed."""


class SpoolError(PostError):
    """Failure of the spool to keep an envelope: no room, a full disk, a card that cannot be written; nothing was changed."""
