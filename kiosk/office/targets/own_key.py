"""SSH key pair of the office's own (ed25519, in OpenSSH's format), beside its other keys.

Hosts that have its public line need no password."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from content_cache.files import write_whole

FILE = "ssh_ed25519"
_COMMENT = "kim-kantor"


class OfficeSshKey:
    """Key pair in the folder of *keys*. The private half never leaves it; it has no passphrase, because
    editions are sent by themselves."""

    def __init__(self, keys: Path) -> None:
        self.path = keys / FILE

    def make(self) -> None:
        """Make the pair, unless there is one. Raise OSError."""
        if self.path.exists():
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        write_whole(self.path, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), mode=0o600)

    def public_line(self) -> str:
        """Return the line for the host's `authorized_keys`, "" where there is no readable key."""
        try:
            key = load_ssh_private_key(self.path.read_bytes(), None)
        except (OSError, ValueError):
            return ""
        line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        return f"{line} {_COMMENT}"

    def fingerprint(self) -> str:
        """Return the fingerprint of the public half as OpenSSH shows it, "" where there is no readable key."""
        line = self.public_line()
        if not line:
            return ""
        digest = hashlib.sha256(base64.b64decode(line.split(" ")[1])).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"
