"""What an office is told when an edition does not get to where kiosks take it from."""

from __future__ import annotations

from content_cache.publishing.targets.faults import TargetCode
from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    TargetCode.ADDRESS: _("{target} is no address to publish to; example {example}"),
    TargetCode.UNKNOWN: _('"{scheme}:" is unknown; there are: {known}'),
    TargetCode.LIBRARY: _("{what} not installed; install kim-kiosk[{extra}]"),
    TargetCode.PROGRAM: _("the program {name} is not installed"),
    TargetCode.SECRETS_OPEN: _("others may read {path}, which holds passwords; make it yours alone (chmod 600)"),
    TargetCode.SECRETS_UNREADABLE: _("{path}: cannot be read ({reason})"),
    TargetCode.EDITION_HERE: _("{folder} holds no whole edition that this key signed; publish again"),
    TargetCode.FILE_HERE: _("{file} is missing or damaged in the published folder; publish again"),
    TargetCode.UNREACHABLE: _("{host} does not answer ({reason})"),
    TargetCode.PASSWORD: _("{host} does not let {user} in: the password or key is wrong, or missing in tujuan.toml"),
    TargetCode.HOST_KEY: _(
        "{host} shows another key than before ({shown}, was {pinned}): it may be somebody else. Ask who runs it; if it is meant "
        "so, take its line out of {path}"
    ),
    TargetCode.CERTIFICATE: _("the certificate of {host} does not hold ({reason})"),
    TargetCode.CUT: _("the line to {host} broke ({reason}); the same command goes on from there"),
    TargetCode.FULL: _("there is no room left at {host}"),
    TargetCode.REFUSED: _("{host} refuses to store {file} ({reason})"),
    TargetCode.FOREIGN: _("another edition {edition} is there already; get it with --from and publish again"),
    TargetCode.NEWER: _("a newer edition is there, {edition}, and here {here}; get it with --from and publish again"),
    TargetCode.KEPT_OTHER: _("{file} is not there as it was sent, although the host says that it stored it"),
    TargetCode.PUBLIC_OLD: _("{url} still shows edition {edition}; wait a while, then run the same command again"),
}
