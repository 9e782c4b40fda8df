"""What goes wrong on an edition's way to where kiosks take it from: the table of codes, and their errors."""

from __future__ import annotations

from content_cache.model.errors import CacheError
from content_cache.model.problems import ProblemCode


class TargetCode(ProblemCode):
    """Each row: the code, and the names of its details. `target` is an address without its secrets."""

    ADDRESS = "target_address", "target", "example"
    UNKNOWN = "target_unknown", "scheme", "known"
    LIBRARY = "target_library", "what", "extra"
    PROGRAM = "target_program", "name"
    SECRETS_OPEN = "target_secrets_open", "path"
    SECRETS_UNREADABLE = "target_secrets_unreadable", "path", "reason"
    EDITION_HERE = "target_edition_here", "folder"
    FILE_HERE = "target_file_here", "file"

    UNREACHABLE = "target_unreachable", "host", "reason"
    PASSWORD = "target_password", "host", "user"
    HOST_KEY = "target_host_key", "host", "pinned", "shown", "path"
    CERTIFICATE = "target_certificate", "host", "reason"
    CUT = "target_cut", "host", "reason"
    FULL = "target_full", "host"
    REFUSED = "target_refused", "host", "file", "reason"
    FOREIGN = "target_foreign", "edition", "here"
    NEWER = "target_newer", "edition", "here"
    KEPT_OTHER = "target_kept_other", "file"
    PUBLIC_OLD = "target_public_old", "url", "edition"


class TargetError(CacheError):
    """The edition is not at its target; what kiosks find there is the one of before, or all of the new one."""


class CutError(TargetError):
    """The line broke: what has come is kept, and the next try goes on from there."""
