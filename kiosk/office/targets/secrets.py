"""What opens a target: from `tujuan.toml` beside the office's keys, a file that nobody else may read.

["sftp://kabar@web.contoh.go.id/kios"]
password = "…"                                  # of an S3 store its secret key, of a key file its passphrase
key = "id_ed25519"                              # a file beside this one, for sftp and rsync+ssh
public = "https://kabar.contoh.go.id/kios/"     # where kiosks take from what is put there
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import TargetCode, TargetError

FILE = "tujuan.toml"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Secrets of one target. `password` is "" and `key` None for a target that needs none, or uses the user's own SSH keys."""

    password: str = field(default="", repr=False)
    key: Path | None = None
    public: str = ""

    def hidden(self, text: str) -> str:
        """Return *text*, the message of a library or host, without the password."""
        return text.replace(self.password, "…") if self.password else text


def secrets_of(target: str, file: Path, password: str = "") -> Secrets:
    """Return the secrets for the address *target* as given. The file takes precedence, then the address itself, then
    *password*. Raise TargetError."""
    address = Address.from_target(target)
    table = next(
        (
            row
            for name, row in _secret_tables(file).items()
            if Address.from_target(name).public_text == address.public_text
        ),
        {},
    )
    values = {name: table.get(name, "") for name in ("password", "key", "public")}
    if not all(isinstance(value, str) for value in values.values()):
        raise TargetError(TargetCode.SECRETS_UNREADABLE, path=str(file), reason=", ".join(values))
    return Secrets(
        values["password"] or address.password or password,
        file.parent / values["key"] if values["key"] else None,
        values["public"],
    )


def _secret_tables(file: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise TargetError(TargetCode.SECRETS_OPEN, path=str(file))
            rows = tomllib.load(opened)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TargetError(TargetCode.SECRETS_UNREADABLE, path=str(file), reason=error.strerror or "") from error
    except ValueError as error:  # the error quotes the file's text, perhaps a password
        raise TargetError(TargetCode.SECRETS_UNREADABLE, path=str(file), reason="TOML") from error
    if not all(isinstance(row, dict) for row in rows.values()):
        raise TargetError(TargetCode.SECRETS_UNREADABLE, path=str(file), reason='["sftp://…"]')
    return rows
