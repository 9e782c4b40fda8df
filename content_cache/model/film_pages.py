"""The page of a film on one of the well-known sites, by any address of it. Pure: nothing of these sites is ever fetched."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_YOUTUBE = ("youtube.com", "m.youtube.com", "youtube-nocookie.com")
_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_NUMBER = re.compile(r"\d{5,12}")
_FOLDERS = ("embed", "shorts", "live", "v")


def film_page(url: str) -> str:
    """Return the shortest address of the film's page, for a QR code; "" if *url* is no film on a known site."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    names = [name for name in parts.path.split("/") if name]
    if host == "youtu.be":
        found = names[0] if names else ""
    elif host in _YOUTUBE and names[:1] == ["watch"]:
        found = parse_qs(parts.query, max_num_fields=20).get("v", [""])[0] if len(parts.query) < 500 else ""
    elif host in _YOUTUBE and len(names) > 1 and names[0] in _FOLDERS:
        found = names[1]
    elif host in ("vimeo.com", "player.vimeo.com") and names and _NUMBER.fullmatch(names[-1]):
        return f"https://vimeo.com/{names[-1]}"
    else:
        return ""
    return f"https://youtu.be/{found}" if _ID.fullmatch(found) else ""
