"""Preview of a notice as a kiosk will say and show it: the sentences, their sound, the screen as a picture.

The sentences are made here by the kiosk's own rules. Sound and picture are made by the kiosk's commands in processes of
their own, where this machine has what they need."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.central.edition_reader import items_of
from content_cache.model.errors import FormatError
from content_cache.model.items import Item
from content_cache.model.sources import Source
from kiosk.core.children import OWN_MODULES
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.editions import feed
from kiosk.office.editions.attachments import Attaching
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import FolderNotice, Office
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.utterance import TITLE, Sentence

_BASE = "https://preview.invalid/"
_PATIENCE_S = 60.0
_MOST_SOUNDS = 200
LONGEST = 1_000
"""Most letters of a sentence that is spoken."""


class HeardSentence(Struct, frozen=True):
    """Sentence that a kiosk speaks. *written* is the text of the notice that it stands for, "" for the kiosk's own words."""

    spoken: str
    written: str


def heard_sentences(
    notice: FolderNotice, office: Office, now: datetime, lexicon: Mapping[str, str]
) -> list[HeardSentence]:
    """Return the sentences that a kiosk speaks for *notice*; none while it is incomplete."""
    item = feed.item_of(notice, {}, (), None, office, now)
    body = json.dumps(feed.feed_of([item], [], [], {}, office, 1, now), ensure_ascii=False).encode()
    asked_at = notice.plain.get("answers", {}).get("kiosk", "")  # the preview is that of the asking kiosk
    source = Source(
        name=office.title or "Kabar", url=_BASE, format="central", timezone=office.timezone, keys=("-",), kiosk=asked_at
    )
    try:
        (read,) = items_of(body, source, url=_BASE + "feed.json", now=now, may_warn=True).items
    except (FormatError, ValueError):
        return []
    readings = SpokenReadings(Translation("id"), Path(), dict(lexicon))
    moment = Moment(now.astimezone(ZoneInfo(office.timezone)), Trust.TRUSTED)
    return [HeardSentence(each.spoken, _written(read, each)) for each in readings.item(read, moment).sentences]


def _written(item: Item, sentence: Sentence) -> str:
    if sentence.block == TITLE:
        return item.title[sentence.start : sentence.end]
    if 0 <= sentence.block < len(item.blocks):
        return item.blocks[sentence.block].text[sentence.start : sentence.end]
    return ""


def sentences(notice: FolderNotice, office: Office, now: datetime, lexicon: Mapping[str, str]) -> list[str]:
    """Return the spoken sentences of *notice* as text; none while it is incomplete."""
    return [each.spoken for each in heard_sentences(notice, office, now, lexicon)]


def get_ready_to_speak() -> None:
    """Compile the rules of speech before the first text needs them."""
    say_words("1")


class HearingBusyError(Exception):
    """Error: as many previews are being made as are allowed at one time."""


class SpeechPreviews:
    """Previews in sound and picture, made on request, at most *at_once* at a time, and cached in *folder*."""

    def __init__(self, folder: Path, *, at_once: int = 2) -> None:
        self._folder = folder
        self._few = threading.BoundedSemaphore(at_once)

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        """Hold one of the few slots for the block. Raise HearingBusyError at once where none is free, so that no page
        waits for others."""
        if not self._few.acquire(blocking=False):
            raise HearingBusyError
        try:
            yield
        finally:
            self._few.release()

    def speak_sentence(self, text: str) -> Path | None:
        """Return the WAV file of the sentence *text*, cached or new; None if this machine has no voice. Raise
        HearingBusyError."""
        kept = self._stored_preview("suara", f"{_hash_name(text)}.wav")
        if kept is not None:
            return kept
        with self._one_of_few():
            return self._made("suara", f"{_hash_name(text)}.wav", ["say", text[:LONGEST], "--out"])

    def screen(
        self, notice: FolderNotice, folder: Path, office: Office, now: datetime, *, size: str, scale: str, theme: str
    ) -> Path | None:
        """Return a PNG file of the kiosk's screen with *notice*, None if no window can be drawn here. *size*, *scale*
        and *theme* are options of `kiosk screenshot`. Raise HearingBusyError."""
        with self._one_of_few():
            return self._screen(notice, folder, office, now, size=size, scale=scale, theme=theme)

    def _screen(
        self, notice: FolderNotice, folder: Path, office: Office, now: datetime, *, size: str, scale: str, theme: str
    ) -> Path | None:
        faults = Faults()
        media = Attaching(folder, faults)
        ready = {p.file: made for p in notice.pictures if (made := media.attach_picture(p.file, notice.path, p.line))}
        item = feed.item_of(notice, ready, (), None, office, now)
        item["_kiosk"].pop(
            "answers", None
        )  # on the page of an article: as an answer it is for kiosks of signed editions
        body = json.dumps(feed.feed_of([item], [], [], {}, office, 1, now), ensure_ascii=False)
        name = f"{_hash_name(body, size, scale, theme)}.png"
        place = Path(tempfile.mkdtemp(prefix="kantor-"))
        try:
            (place / "media").mkdir()
            for one in ready.values():
                (place / one.name).write_bytes(one.content)
            (place / "feed.json").write_text(body, "utf-8")
            (place / "kiosk.toml").write_text(
                f'[place]\nname = "Desa"\ntimezone = "{office.timezone}"\n[[source]]\nname = "Kabar"\nformat = "json"\n'
                f'url = "{place / "feed.json"}"\ntexts_from_pictures = false\n',
                "utf-8",
            )
            at = ["--config", str(place / "kiosk.toml"), "--data", str(place)]
            shot = [
                *at,
                "screenshot",
                "--item",
                notice.id,
                "--size",
                size,
                "--text-scale",
                scale,
                "--theme",
                theme,
            ]
            kept = self._stored_preview("layar", name)
            if kept is None and _run_command([*at, "refresh", "--force"]):
                kept = self._made("layar", name, [*shot, "--now", now.isoformat(), "--out"])
            return kept
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _stored_preview(self, kind: str, name: str) -> Path | None:
        path = self._folder / kind / name
        return path if path.is_file() else None

    def _made(self, kind: str, name: str, words: list[str]) -> Path | None:
        path = self._folder / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{secrets.token_hex(4)}{name}")
        if not _run_command([*words, str(draft)]) or not draft.is_file():
            draft.unlink(missing_ok=True)
            return None
        draft.replace(path)
        for old in sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-_MOST_SOUNDS]:
            old.unlink(missing_ok=True)
        return path


def _run_command(words: list[str]) -> bool:
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
    except (subprocess.TimeoutExpired, OSError, ValueError):  # no command takes a zero byte
        return False
    return done.returncode == 0


def _hash_name(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:32]
