"""Writer of the public pages: a new folder beside the old one, then a link that switches to it.

Whoever is just reading goes on with the pages of before, which stay until the next turn. A file that is the same is not written
anew: pages that have not changed are links to those of before, and pictures are links to the media folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from kiosk.content.phone_site import CURRENT

_PREFIX = "v-"
_FOLDER, _FILE = 0o755, 0o644


class SiteContent(Struct, frozen=True):
    """Content of a site: *pages* by path, *files* of this disk by path, and *aliases*, further paths of pages."""

    pages: Mapping[str, bytes]
    files: Mapping[str, Path]
    aliases: Mapping[str, str] = MappingProxyType({})


class WrittenSite(Struct, frozen=True):
    """Written site: *folder* is handed out, *pages* counts its pages, *anew* those that had changed."""

    folder: Path
    pages: int
    anew: int


def write_site(site: SiteContent, out: Path) -> WrittenSite:
    """Write a whole site into *out* and switch to it in one step.

    On OSError, which is raised, the site before stays.
    """
    out.mkdir(parents=True, exist_ok=True)
    before = current(out)
    target = out / f"{_PREFIX}{_digest(site)}"
    anew = 0
    if target != before:
        draft = out / f".{target.name}"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            for path, content in site.pages.items():
                anew += _write_page(draft / path, content, before / path if before else None)
            for path, file in site.files.items():
                _linked(draft / path, file, before / path if before else None)
            for path, page in site.aliases.items():
                os.link(draft / page, draft / path)
            _for_everybody(draft)
            shutil.rmtree(target, ignore_errors=True)  # half of it, from a start that was cut off
            draft.rename(target)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _switch_link(out, target)
        _remove_old_folders(out, {target, before})
    return WrittenSite(target, len(site.pages), anew)


def current(out: Path) -> Path | None:
    """Return the folder of the site that is handed out, or None before the first."""
    link = out / CURRENT
    with suppress(OSError):
        target = out / link.readlink()
        return target if target.is_dir() else None
    return None


def _digest(site: SiteContent) -> str:
    """Return a digest of the site's content. Files of the media folder count by their paths, which are named by content."""
    made = hashlib.sha256()
    for path in sorted(site.pages):
        made.update(path.encode() + b"\0" + hashlib.sha256(site.pages[path]).digest())
    for path in sorted(site.files):
        made.update(path.encode() + b"\0")
    return made.hexdigest()[:16]


def _write_page(path: Path, content: bytes, before: Path | None) -> bool:
    """Write a page, or link the file *before* if it is the same; return whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        if (
            before is not None and before.stat().st_size == len(content) and before.read_bytes() == content
        ):  # not in the data folder
            os.link(before, path)
            return False
    path.write_bytes(content)
    path.chmod(_FILE)
    return True


def _linked(path: Path, file: Path, before: Path | None) -> None:
    """Make *path* a copy of *file* that everybody may read: a link to *before* if that has the same size, else a new copy.

    A file that was withdrawn meanwhile is left out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        if before is not None and before.stat().st_size == file.stat().st_size:
            os.link(before, path)
            return
    with suppress(FileNotFoundError):  # withdrawn since: its page has an empty place
        shutil.copyfile(file, path)
        path.chmod(_FILE)


def _for_everybody(folder: Path) -> None:
    """Make *folder* and the folders in it readable by everybody, because the web server is another user."""
    for path in (folder, *(each for each in folder.rglob("*") if each.is_dir())):
        path.chmod(_FOLDER)


def _switch_link(out: Path, target: Path) -> None:
    link = out / f".{CURRENT}"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(out / CURRENT)


def _remove_old_folders(out: Path, kept: set[Path | None]) -> None:
    """Remove old folders except those *kept*, which somebody may be reading just now."""
    old = [path for path in out.glob(f"{_PREFIX}*") if path not in kept]
    for path in (*old, *out.glob(f".{_PREFIX}*")):
        shutil.rmtree(path, ignore_errors=True)
