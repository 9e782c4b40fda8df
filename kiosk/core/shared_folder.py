"""Folder within the data folder that users of one group write in: the screen's, the refresher's and the desk's."""

from __future__ import annotations

import os
from pathlib import Path

from content_cache.files import make_folder


def shared_folder(path: Path) -> None:
    """Make the folder *path*, unless it exists, writable by the group, which it inherits from the data folder. Raise OSError.

    The mode comes from the umask, which is the whole process's: the units may not change the bit that hands the group
    down (systemd.exec, RestrictSUIDSGID).
    """
    if path.is_dir() and not path.is_symlink():
        return
    before = os.umask(0o007)
    try:
        make_folder(path)  # another process may make it at this moment
    finally:
        os.umask(before)
