"""Answers given by the hall itself: one list beside its questions, written by its desk and read by the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from content_cache.model.attachments import SEALED, Attachment
from content_cache.model.concerns import ConcernStage
from content_cache.model.items import Answer
from content_cache.model.vocabulary import Provenance
from kiosk.core.json_file import JsonFile
from kiosk.state.hall_sources import FOLDER, SHARED

STAYS = timedelta(days=60)
"""How long an answer is shown, as an office's answers are."""
MOST_LIST = 4_000_000  # bytes of the answers


class HallAnswer(Struct, frozen=True):
    """Answer of the hall.

    *by* gave it, *whom* was asked. *title* is the question in a clerk's words, or a placeholder if it is *private*.
    *audio* is the file name of a recording beside the list, "" for none. *stage* is how far a complaint or a request has
    come. Times are aware.
    """

    number: int
    asked: datetime
    at: datetime
    by: str
    whom: str
    language: str
    title: str
    text: str
    audio: str
    private: bool
    box: str = ""
    stage: ConcernStage | None = None

    @property
    def goes_on(self) -> bool:
        """Return whether more follows: its stage is not the last one."""
        return self.stage not in (None, ConcernStage.DONE)


class HallAnswers:
    """List of answers in one data folder. *most* is its maximum size in bytes."""

    def __init__(self, data: Path, most: int = MOST_LIST) -> None:
        self.path = data / FOLDER / "questions" / "answers.json"
        self._most = most
        self._file = JsonFile(self.path, list[HallAnswer], mode=SHARED, most=most)

    def read(self) -> list[HallAnswer] | None:
        """Return the answers, the newest first; `None` where the list is damaged.

        Raises OSError where it cannot be read.
        """
        try:
            return self._file.read_value()
        except FileNotFoundError:
            return []
        except ValueError:
            return None

    def readable(self) -> list[HallAnswer]:
        """Return the answers, the newest first; none where the list cannot be read."""
        return self._file.read()

    def write(self, answers: Iterable[HallAnswer]) -> None:
        """Store *answers*, the newest first. The oldest are dropped if the list would be too long. Raises OSError."""
        kept, left = [], self._most - 2
        for each in answers:
            left -= len(msgspec.json.encode(each)) + 1
            if left < 0:
                break
            kept.append(each)
        self._file.write(kept)

    def as_items(self, kiosk: str, village: str, now: datetime) -> list[Answer]:
        """Return the answers as items for the page *Warga bertanya*, the newest first. Those older than STAYS are left out."""
        return [_as_item(each, kiosk, village) for each in self.readable() if now - each.at < STAYS]


def _as_item(each: HallAnswer, kiosk: str, village: str) -> Answer:
    path = f"{FOLDER}/questions/{each.audio}"
    kind = SEALED if each.box else "audio/wav"
    sounds = (Attachment(path, kind, path=path, role="recording"),) if each.audio else ()
    return Answer(
        id=f"tanya-desa-{each.number}", source=f"KIM {village}", title=each.title, text=each.text,
        author=each.whom or f"KIM {village}", published=each.at, seen_first=each.at, language="id",
        provenance=Provenance.KIM, attachments=sounds, kiosk=kiosk, number=each.number, private=each.private,
        sealed=each.box, stage=None if each.box else each.stage,
    )  # fmt: skip
