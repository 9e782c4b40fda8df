"""Bundles of the whole system, as an office makes them and as others would like to: certificates, and what deploy/make-bundle.sh
makes with them. Needs rauc and squashfs-tools.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "deploy/make-bundle.sh"


@dataclass(frozen=True, slots=True)
class Signer:
    cert: Path
    key: Path


class Authority:
    """Whose bundles a kiosk takes: a certificate of twenty years that signs those who sign bundles."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._name = folder, name
        self.cert, self._key = folder / f"{name}.pem", folder / f"{name}.key"
        _openssl(
            "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", self._key, "-out", self.cert, "-days", "7300",
            "-subj", f"/O=Info Desa/CN={name}", "-addext", "basicConstraints=critical,CA:true",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip

    def signer(self, name: str, *, purpose: str = "codeSigning", years: tuple[int, int] | None = None) -> Signer:
        """`years` are the first and the last of its life, for one that is over."""
        base = self._folder / f"{self._name}-{name}"
        cert, key, request, words = (base.with_suffix(end) for end in (".pem", ".key", ".csr", ".ext"))
        words.write_text(
            f"basicConstraints=CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage={purpose}\n", "ascii"
        )
        _openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/O=Info Desa/CN={name}"
        )
        life = (
            ["-days", "400"]
            if years is None
            else ["-not_before", f"{years[0]}0101000000Z", "-not_after", f"{years[1]}0101000000Z"]
        )
        _openssl(
            "x509", "-req", "-in", request, "-CA", self.cert, "-CAkey", self._key, "-CAcreateserial", "-out", cert,
            "-extfile", words, *life,
        )  # fmt: skip
        return Signer(cert, key)


def bundle(parts: Path, number: int, signer: Signer, out: Path, *, script: Path = SCRIPT) -> Path:
    """Raises CalledProcessError."""
    subprocess.run(["sh", script, parts, str(number), signer.cert, signer.key, out], check=True, capture_output=True)
    return out / f"kiosk-system-{number}.raucb"


def _openssl(*words: str | Path) -> None:
    subprocess.run(
        ["openssl", *map(str, words)], check=True, capture_output=True, env=os.environ | {"OPENSSL_CONF": "/dev/null"}
    )
