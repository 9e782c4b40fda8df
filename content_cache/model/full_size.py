"""Address of a picture in full size, by the address of a smaller form. Pure: only its host can tell whether it exists."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WIDEST = "s2560"
# WordPress keeps each upload in several sizes, named after it (wp_get_additional_image_sizes, "name-300x200.jpg")
_WORDPRESS = re.compile(r"-[1-9]\d{1,3}x[1-9]\d{1,3}(?=\.(?:jpe?g|png|webp|gif|avif)(?:\?[^#]*)?\Z)", re.IGNORECASE)
# Blogger and Google make them as they are asked for: /s72-c/, /w640-h480/, =s320
_BLOGGER = re.compile(r"(?:(?<=/)|(?<==))[swh]\d+(?:-[a-z]+\d*)*(?=/[^/]*\Z|\Z)")
_HOSTS = ("blogspot.com", "googleusercontent.com", "blogger.com")


def full_size(url: str) -> str:
    """Return the address of a picture in full size, or *url* unchanged if it names no smaller form (Blogger, WordPress)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    if any(host == known or host.endswith(f".{known}") for known in _HOSTS):
        return _BLOGGER.sub(_WIDEST, url, count=1)
    return _WORDPRESS.sub("", url) if "/uploads/" in parts.path else url
