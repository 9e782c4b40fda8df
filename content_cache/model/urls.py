"""Addresses in the settings: path or host, near or far. Pure."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from content_cache.model.sources import Source


def source_folder(source: Source) -> str:
    """Return the folder in which a source's files must lie if its address is a path, else ""."""
    return str(path_of(source.url).resolve().parent) if is_local(source.url) else ""


def ports_of(url: str) -> tuple[int, ...]:
    """Return the ports allowed for an address: the one that it names, else 80 and 443."""
    try:
        port = urlsplit(url).port
    except ValueError:  # no number: such an address is refused anyway
        port = None
    return (80, 443) if port is None else (port,)


def host_of(url: str) -> str:
    """Return the host of *url* in small letters, or "" for none or an impossible one ("https://[alamat]/")."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_local(url: str) -> bool:
    """Return whether *url* is a path or a file: address. A malformed address returns False."""
    try:
        return urlsplit(url).scheme not in ("http", "https")
    except ValueError:
        return False


def is_secure(url: str) -> bool:
    """Return whether *url* is https, so that the host's certificate protects what comes from it."""
    return url.lower().startswith("https:")


def path_of(url: str) -> Path:
    """Return the path that a local address means."""
    parts = urlsplit(url)
    return Path(unquote(parts.path) if parts.scheme == "file" else url)


def whence(url: str) -> str:
    """Return the base for relative addresses in the document at *url*: the address itself, or the path of a file."""
    return str(path_of(url).resolve()) if is_local(url) else url


def is_beside(url: str, index: str) -> bool:
    """Return whether *url* has the same origin (scheme, host and port) as *index*, or both are files."""
    ours, theirs = urlsplit(index), urlsplit(url)
    if not ours.scheme:
        return not theirs.scheme  # a folder of files: `clean_url` has let only those of the folder through
    return theirs.netloc == ours.netloc and theirs.scheme == ours.scheme


def is_loopback(url: str) -> bool:
    """Return whether the host of *url* is this machine."""
    host = host_of(url)
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_near(url: str) -> bool:
    """Return whether *url* is a path or a host of this machine, so that nobody on a network can alter its content."""
    return is_local(url) or is_loopback(url)
