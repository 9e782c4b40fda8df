"""What an address of the settings is: a path or a host, near or far. Pure."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from content_cache.model.items import Source


def source_folder(source: Source) -> str:
    """The folder that a source's files may lie in: its own, where the source is a path, else none."""
    return str(path_of(source.url).resolve().parent) if is_local(source.url) else ""


def ports_of(url: str) -> tuple[int, ...]:
    """The ports that belong to an address of the settings: the one it names, else those of http and https."""
    try:
        port = urlsplit(url).port
    except ValueError:  # no number: such an address is refused anyway
        port = None
    return (80, 443) if port is None else (port,)


def host_of(url: str) -> str:
    """The host that an address names, in small letters; "" where it names none, or none that there can be ("https://[alamat]/")."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_local(url: str) -> bool:
    """Whether the address is a path (or file:) and not of a host. What is no address at all is none of this machine's either."""
    try:
        return urlsplit(url).scheme not in ("http", "https")
    except ValueError:
        return False


def is_secure(url: str) -> bool:
    """Whether what comes from there is by the host's own certificate (https)."""
    return url.lower().startswith("https:")


def path_of(url: str) -> Path:
    """The path that a local address means."""
    parts = urlsplit(url)
    return Path(unquote(parts.path) if parts.scheme == "file" else url)


def whence(url: str) -> str:
    """Return the base of the relative addresses in a document: its own address, or the path of a file."""
    return str(path_of(url).resolve()) if is_local(url) else url


def is_beside(url: str, index: str) -> bool:
    """Whether an address is of the same origin as an index, or a file where the index is one."""
    ours, theirs = urlsplit(index), urlsplit(url)
    if not ours.scheme:
        return not theirs.scheme  # a folder of files: `clean_url` has let only those of the folder through
    return theirs.netloc == ours.netloc and theirs.scheme == ours.scheme


def is_loopback(url: str) -> bool:
    """Whether the address is of this machine."""
    host = host_of(url)
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_near(url: str) -> bool:
    """A path, or a host of this machine: nobody sits between it and the kiosk."""
    return is_local(url) or is_loopback(url)
