"""Facts on the pages for couriers: the result of an upload, the stored edition, and letters that wait to be carried to town."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress

from msgspec import Struct

from content_cache.model.errors import CacheError
from content_cache.model.trust import is_signed
from content_cache.store.store import Store
from kiosk.i18n.words import Words
from kiosk.installation import Installation
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.faults import PostError
from kiosk.post.sending import urgency
from kiosk.post.spool import Spool
from kiosk.web.courier.outcome import UploadOutcome
from kiosk.web.courier.unpacking import MOST_BYTES as MOST_SENT

LETTERS = "surat.zip"
MOST_LETTERS = 4_000_000
"""Most bytes of letters for one phone, which is under way for a day; the next phone gets the rest."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same letters are the same bytes
_WAITING = frozenset({UploadOutcome.WAITS, UploadOutcome.BUSY, UploadOutcome.SAME})

__all__ = ["LETTERS", "MOST_SENT", "Courier", "courier_of", "told_of"]


class Courier(Struct, frozen=True):
    """Facts for couriers: the number of the stored *edition*, 0 for none; a ZIP of the waiting *letters*, b"" for none.

    *questions* counts the questions among the letters.
    """

    edition: int = 0
    letters: bytes = b""
    questions: int = 0

    @property
    def bundle_bytes(self) -> int:
        return len(self.letters)


def courier_of(installation: Installation) -> Courier:
    """Return the facts for couriers. Raises OSError.

    Letters are left out if the post is held by another process or has no key; the next pages have them.
    """
    letters, questions = b"", 0
    if installation.settings.post.office is not None:
        with suppress(PostError):  # held by another process, or without a key: with the next pages
            letters, questions = _zip_envelopes(installation.spool())
    return Courier(_edition(installation), letters, questions)


def _edition(installation: Installation) -> int:
    try:
        with Store.open(installation.data, read_only=True) as store:
            signed = (source for source in installation.settings.sources if is_signed(source))
            return max((store.edition(source.name).seq for source in signed), default=0)
    except CacheError:
        return 0


def _zip_envelopes(spool: Spool) -> tuple[bytes, int]:
    """Return a ZIP of the waiting envelopes, the most urgent first, and how many of them are questions.

    The envelopes stay in the spool until the office acknowledges them. Raises OSError, PostError.
    """
    packed, size, questions = io.BytesIO(), 0, 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for each in sorted(spool.waiting_envelopes(), key=urgency):
            content = spool.read(each)
            if not content or size + len(content) > MOST_LETTERS:
                continue
            archive.writestr(zipfile.ZipInfo(each.path.name, _EPOCH), content)
            size += len(content)
            questions += each.kind is EnvelopeKind.QUESTION
    return (packed.getvalue() if size else b""), questions


def told_of(outcome: UploadOutcome, _: Words) -> tuple[bool, Sequence[str]]:
    """Return whether an upload was refused, and its result in two sentences: what happened, and what to do."""
    keeps = _("The kiosk goes on with the edition that it has.")
    told = {
        UploadOutcome.TAKEN: ("", ""),
        UploadOutcome.SAME: (_("This kiosk has this edition already."), _("Thank you all the same.")),
        UploadOutcome.OLDER: (_("This kiosk has a newer one already."), keeps),
        UploadOutcome.FORGED: (
            _("Wrong signature: it is not used."),
            _(
                "It was changed on the way, or is not from the office. Save it anew from the office's page, then send it again."
            )
            + f" {keeps}",
        ),
        UploadOutcome.UNFIT: (
            _("This is no edition, or not a whole one: it is not used."),
            _("Save it anew from the office's page, then send it again.") + f" {keeps}",
        ),
        UploadOutcome.TOO_LARGE: (_("The file is too large."), _("Choose the file whose name begins with “edisi-”.")),
        UploadOutcome.NO_ROOM: (_("The kiosk has no room for it."), _("Tell the staff of the hall.")),
        UploadOutcome.BUSY: (_("The kiosk is busy."), _("Wait a minute, then send it again.")),
        UploadOutcome.WAITS: (
            _("It has arrived and is being checked."),
            _("The kiosk's screen says when it is taken."),
        ),
    }[outcome]
    return outcome not in _WAITING, told
