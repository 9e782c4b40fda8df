"""Files of the media folder, as the collector leaves them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from content_cache.media.drafts import FOLDER


def write(content: bytes, ending: str, data_dir: Path) -> str:
    """A file under its hash; returns its path within `data_dir`."""
    path = data_dir / FOLDER / f"{hashlib.sha256(content).hexdigest()}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return f"{FOLDER}/{path.name}"
