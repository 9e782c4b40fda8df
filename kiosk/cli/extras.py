"""Extras that a command needs beyond the bare distribution, with which an office publishes (pyproject.toml, extras)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

from kiosk.installation import Refusal

EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "films": ("av",),
        "kiosk": ("kivy", "av", "gpiozero", "pyttsx3", "sounddevice", "numpy", "segno", "ifaddr"),
        "neural": ("onnxruntime", "numpy"),
        "listen": ("ctranslate2", "numpy"),
        "site": ("jinja2",),
        "sms": ("dbus_fast",),
        "printer": ("escpos", "usb", "serial", "segno"),
        "desk": ("flask", "waitress"),
        "office": (
            "flask",
            "waitress",
            "cryptography",
            "pyotp",
            "segno",
            "dulwich",
            "paramiko",
            "webdav4",
            "minio",
            "imap_tools",
            "zxcvbn",
        ),
    }
)
"""The modules of each extra. Not lgpio: without the Pi's own library gpiozero takes another, or says that there are no pins."""


def require(extra: str) -> None:
    """Check that the packages of *extra* are installed. Raises Refusal, which names the missing ones and the extra."""
    missing = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if missing:
        raise Refusal("{what} not installed; install kim-kiosk[{extra}]", what=", ".join(missing), extra=extra)
