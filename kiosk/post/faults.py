"""What can be wrong with an envelope, or with what keeps and sends them: the table of its codes, and the errors that carry them."""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem, ProblemCode, problem


class PostCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    # an envelope
    NO_ENVELOPE = "post_no_envelope"
    ENVELOPE_CUT = "post_envelope_cut"
    ENVELOPE_LONG = "post_envelope_long"
    CONTENT_TOO_LARGE = "post_content_too_large", "kind", "most"
    SIGNATURE_WRONG = "post_signature_wrong"
    NOT_TO_US = "post_not_to_us"
    HEADER_SWAPPED = "post_header_swapped"

    # what it brings
    NO_ENROLMENT = "post_no_enrolment"
    NO_LIST = "post_no_list"

    # a key or code that somebody typed or copied
    NO_KEY = "post_no_key", "text"
    NO_CODE = "post_no_code", "text"

    # the spool
    NO_OFFICE = "post_no_office"
    NO_OWN_KEY = "post_no_own_key", "path"
    SPOOL_FULL = "post_spool_full", "megabytes"
    BUSY = "post_busy"
    DISK_FULL = "post_disk_full"
    SPOOL_FAILED = "post_spool_failed", "reason"
    BEYOND = "post_beyond", "number", "made"


class PostError(Exception):
    """Base of all errors of this room: a code and its details. `str` is for logs."""

    def __init__(self, code: PostCode, /, **details: Detail) -> None:
        self.problem: Problem = problem(code, **details)
        super().__init__(str(self.problem))


class EnvelopeError(PostError, ValueError):
    """These bytes are no envelope, or not one that may be believed."""


class SpoolError(PostError):
    """The spool cannot keep it: no room within its bounds, a full disk, a card that cannot be written; nothing was changed."""
