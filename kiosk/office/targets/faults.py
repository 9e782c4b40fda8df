"""Errors in the delivery of an edition to its target: the codes, and the exceptions."""

from __future__ import annotations

from content_cache.model.errors import CacheError
from content_cache.model.problems import ProblemCode
from content_cache.model.problems import msgid as _


class TargetCode(ProblemCode):
    """Codes of a target. `target` is an address without its secrets."""

    ADDRESS = "target_address", _("{target} is no address to publish to; example {example}")
    UNKNOWN = "target_unknown", _('"{scheme}:" is unknown; there are: {known}')
    LIBRARY = "target_library", _("{what} not installed; install kim-kiosk[{extra}]")
    PROGRAM = "target_program", _("the program {name} is not installed")
    SECRETS_OPEN = (
        "target_secrets_open",
        _("others may read {path}, which holds passwords; make it yours alone (chmod 600)"),
    )
    SECRETS_UNREADABLE = "target_secrets_unreadable", _("{path}: cannot be read ({reason})")
    EDITION_HERE = "target_edition_here", _("{folder} holds no whole edition that this key signed; publish again")
    FILE_HERE = "target_file_here", _("{file} is missing or damaged in the published folder; publish again")

    UNREACHABLE = "target_unreachable", _("{host} does not answer ({reason})")
    PASSWORD = (
        "target_password",
        _("{host} does not let {user} in: the password or key is wrong, or missing in tujuan.toml"),
    )
    HOST_KEY = (
        "target_host_key",
        _(
            "{host} shows another key than before ({shown}, was {pinned}): it may be somebody else. Ask who runs it; if it"
            " is meant "
            "so, take its line out of {path}"
        ),
    )
    HOST_NEW = (
        "target_host_new",
        _("{host} is new here. Its key is {shown}. Ask who runs it whether it is the same, then agree to it once."),
    )
    CERTIFICATE = "target_certificate", _("the certificate of {host} does not hold ({reason})")
    CUT = "target_cut", _("the line to {host} broke ({reason}); the same command goes on from there")
    FULL = "target_full", _("there is no room left at {host}")
    REFUSED = "target_refused", _("{host} refuses to store {file} ({reason})")
    FOREIGN = (
        "target_foreign",
        _("another edition {edition} is there already; get it with --from and publish again"),
        "here",
    )
    NEWER = (
        "target_newer",
        _("a newer edition is there, {edition}, and here {here}; get it with --from and publish again"),
    )
    KEPT_OTHER = "target_kept_other", _("{file} is not there as it was sent, although the host says that it stored it")
    PUBLIC_OLD = (
        "target_public_old",
        _("{url} still shows edition {edition}; wait a while, then run the same command again"),
    )


class TargetError(CacheError):
    """Failure of a delivery. Kiosks find the former edition there, or the new one complete."""


class CutError(TargetError):
    """Failure of the line. The files that came are kept, and the next try continues from there."""
