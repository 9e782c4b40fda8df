"""The edition that this kiosk hands out: a folder of the public one's, which a link turns to when it is whole.

Two editions lie there for a moment at most; what was broken off goes with the next start, but for files that were verified.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from content_cache.model.errors import SignatureError
from content_cache.signing.edition import LATEST, Latest
from content_cache.signing.signatures import Signature

CURRENT = "edisi"
"""Name of the link to the edition, as in deploy/publik/situs.conf."""

_PREFIX = "edisi-"


class Shelf:
    """Folder of the edition that is handed out; the refresher alone writes into it.

    Two that make editions at the same time need a *draft* each.
    """

    def __init__(self, folder: Path, draft: str = ".edisi") -> None:
        self._folder = folder
        self.draft = folder / draft
        self._broken_off = folder / ".edisi-sebagian"

    @property
    def current(self) -> Path:
        """Return the path of the edition that is handed out, whether there is one or not."""
        return self._folder / CURRENT

    @property
    def seq(self) -> int:
        """Return the number of the edition that is handed out, or 0."""
        with suppress(OSError, SignatureError):
            return Latest.parse(
                Signature.parse((self.current / LATEST).read_bytes()).comment
            ).seq  # not in the data folder
        return 0

    @property
    def held(self) -> Sequence[Path]:
        """Return the folders with files that the next edition may share."""
        return (self.current, self._broken_off)

    @property
    def came(self) -> int:
        """Return the bytes of the draft's pictures and recordings that are not links to older ones."""
        there = (path.stat() for path in (self.draft / "media").glob("*"))
        return sum(each.st_size for each in there if each.st_nlink == 1)

    def begin(self) -> Path:
        """Return the path of the folder for the next edition, which does not exist yet. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.give_up()
        return self.draft

    def give_up(self) -> None:
        """Remove the draft, but keep its pictures and recordings for the next try: each was verified."""
        media = self.draft / "media"
        if media.is_dir() and any(media.iterdir()):
            shutil.rmtree(self._broken_off, ignore_errors=True)
            with suppress(OSError):
                self._broken_off.mkdir(mode=0o700)
                media.rename(self._broken_off / "media")
        shutil.rmtree(self.draft, ignore_errors=True)

    def publish_draft(self) -> None:
        """Hand out the draft, which must be complete, in place of the current edition. Raises OSError."""
        seq = Latest.parse(Signature.parse((self.draft / LATEST).read_bytes()).comment).seq  # not in the data folder
        target = self._folder / f"{_PREFIX}{seq}"
        if target.exists():  # of an edition that was damaged
            target.rename(self._folder / f".{_PREFIX}lama")
        os.sync()  # a link to files that a power cut has emptied would hand them out for ever
        self.draft.rename(target)
        link = self._folder / f".{CURRENT}-baru"
        link.unlink(missing_ok=True)
        link.symlink_to(target.name)
        link.replace(self.current)
        self.sweep()

    def sweep(self) -> None:
        """Remove everything but the edition that is handed out."""
        with suppress(OSError):
            self._clear(self.current.readlink().name)

    def close(self) -> None:
        """Stop handing out an edition and remove the files. Raises OSError."""
        if self.current.is_symlink():
            self.current.unlink()
            self._clear()

    def _clear(self, but: str = "") -> None:
        for path in (*self._folder.glob(f"{_PREFIX}*"), *self._folder.glob(f".{_PREFIX}*")):
            if path.name != but:
                shutil.rmtree(path, ignore_errors=True)
