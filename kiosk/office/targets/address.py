"""Addresses of targets, such as `sftp://user@host/folder`, or the path of a folder. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from kiosk.office.targets.faults import TargetCode, TargetError

FOLDER = "folder"
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        FOLDER: "folder:/srv/www/kios",
        "sftp": "sftp://user@host/var/www/kios",
        "webdav": "webdav://user@host/dav/kios",
        "webdav+http": "webdav+http://user@host/dav/kios",
        "s3": "s3://ACCESSKEY@host/bucket/kios",
        "s3+http": "s3+http://ACCESSKEY@host/bucket/kios",
        "rsync": "rsync://user@host/module/kios",
        "rsync+ssh": "rsync+ssh://user@host/var/www/kios",
    }
)
"""Example of an address for each scheme. Those with +http are not encrypted, nor is rsync."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+]+):")  # at least two letters: C:\ is a disk
# neither may look like an option of a program, nor hold what a shell would understand
_HOST = re.compile(r"[A-Za-z0-9_:\[][A-Za-z0-9_.:\[\]-]*")
_USER = re.compile(r"[^\W-][\w.@+=/-]*")


def is_address(target: str) -> bool:
    """Return whether *target* has a scheme; otherwise it is a path."""
    return _SCHEME.match(target) is not None


@dataclass(frozen=True, slots=True)
class Address:
    """Address of a target. `path` begins with a slash, ends without one, and is percent-decoded. `port` 0 is the
    scheme's usual one."""

    scheme: str
    path: str
    host: str = ""
    user: str = ""
    port: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    password: str = field(default="", repr=False)

    @classmethod
    def from_target(cls, target: str) -> Address:
        """Parse *target*. Raise TargetError if it is no address of a target."""
        found = _SCHEME.match(target)
        scheme = found[1].lower() if found else FOLDER
        if scheme not in EXAMPLES:
            raise TargetError(TargetCode.UNKNOWN, scheme=scheme[:20], known=", ".join(EXAMPLES))
        if scheme == FOLDER:
            path = target[len(FOLDER) + 1 :] if found else target
            if not path or "\0" in path:
                raise _unfit(scheme, target)
            return cls(FOLDER, path)
        try:
            split = urlsplit(target)
            address = cls(
                scheme,
                "/" + unquote(split.path, errors="strict").strip("/"),
                split.hostname or "",
                unquote(split.username or "", errors="strict"),
                split.port or 0,
                dict(parse_qsl(split.query)),
                unquote(split.password or "", errors="strict"),
            )
        except ValueError as error:
            raise _unfit(scheme, target) from error
        if not address._fits() or split.fragment or not target[len(scheme) :].startswith("://"):
            raise _unfit(scheme, target)
        return address

    def _fits(self) -> bool:
        parts = self.path.strip("/").split("/")
        return bool(
            _HOST.fullmatch(self.host)
            and (not self.user or _USER.fullmatch(self.user))
            and self.path != "/"
            and not any(part in ("", ".", "..") for part in parts)
            and self.path.isprintable()
            and (not self.scheme.startswith("s3") or self.user)
        )

    @property
    def host_label(self) -> str:
        """Return the host, with its port if the address names one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host

    @property
    def public_text(self) -> str:
        """Return the address for people and logs, without password and options."""
        if self.scheme == FOLDER:
            return self.path
        user = f"{quote(self.user)}@" if self.user else ""
        return f"{self.scheme}://{user}{self.host_label}{self.path}"


def _unfit(scheme: str, target: str) -> TargetError:
    # the part before the host may have a password
    head, mark, rest = target.partition("://" if "://" in target else ":")
    shown = f"{head}{mark}{rest.rpartition('@')[2]}".partition("?")[0]
    return TargetError(TargetCode.ADDRESS, target=repr(shown[:100])[1:-1], example=EXAMPLES[scheme])
