"""The voice of an edition that is published: `kiosk publish --voice NAME`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.cli.extras import require
from kiosk.cli.progress import Bar
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.editions.previous import Previous
from kiosk.office.editions.publish import Plan
from kiosk.office.editions.speaking import EditionVoice
from kiosk.office.editions.voice import Speak
from kiosk.speech.errors import SpeechError
from kiosk.speech.problems import VoiceError, problem_of
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS, kokoro_missing, may_be_published, model_of
from kiosk.speech.synthesis.spoken_store import SpokenStore
from kiosk.speech.synthesis.voices import VOICES_FOLDER, deadline_of, is_kokoro, placed, setting_of_voice

_MOST_NAMED = 5


@contextmanager
def voice_of_edition(
    installation: Installation,
    name: str,
    before: Previous,
    now: datetime,
    *,
    render: bool,
    progress: Callable[[int, int], None] | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[EditionVoice]:
    """Return the voice *name* that speaks an edition, while the context lasts.

    Without *progress* a bar is drawn. Raises Refusal if the voice is not here, or must not be published.
    """
    require("neural")
    speech = installation.settings.speech
    speaker = _speaker(installation.data / VOICES_FOLDER, name)
    with tempfile.TemporaryDirectory(prefix="kiosk-voice-") as place, Bar(sys.stderr) as bar:  # draws nothing unasked
        synthesiser = Synthesiser(
            SoundCache(Path(place)),
            voice=str(speaker),
            rate_wpm=speech.rate,
            deadline_s=deadline_of(str(speaker)),
            fall_back=False,
        )
        try:
            model, voice = model_of(speaker), setting_of_voice(str(speaker))
            folder = installation.data / "speech" / "published"
            store = SpokenStore(folder, voice=voice, model=model, rate_wpm=speech.rate)
            yield EditionVoice(
                synthesiser=synthesiser if render else None,
                store=store,
                readings=SpokenReadings(
                    Translation(installation.settings.place.language), installation.data, speech.lexicon
                ),
                now=now.astimezone(installation.zone),
                before=before.feed,
                progress=progress or bar.draw,
                enough=enough,
            )
            store.trim()
        except OSError as error:
            where, reason = str(error.filename or installation.data), error.strerror or str(error)
            raise Refusal("{path}: cannot be written ({reason})", path=where, reason=reason) from error
        finally:
            synthesiser.close()


class DeskVoice:
    """Voice of the office's desk, a `kiosk.office.publishing.run.EditionSpeaker`."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    @property
    def name(self) -> str:
        """Return the voice's name, or "" if this machine has none that may be published."""
        try:
            require("neural")
            _speaker(self._installation.data / VOICES_FOLDER, KOKORO)
        except Refusal:
            return ""
        return KOKORO

    @contextmanager
    def speaking(
        self,
        before: Previous,
        now: datetime,
        told: Callable[[int, int], None],
        enough: Callable[[], bool],
        *,
        render: bool,
    ) -> Iterator[Speak]:
        """Return the function that speaks an edition, while the context lasts.

        Raises OSError if recordings cannot be kept, or the voice has gone.
        """
        try:
            with voice_of_edition(
                self._installation, KOKORO, before, now, render=render, progress=told, enough=enough
            ) as voice:
                yield voice
        except Refusal as error:
            raise OSError(str(error)) from error


def _speaker(voices: Path, name: str) -> Path:
    try:
        if not is_kokoro(speaker := placed(name, voices)):
            known = ", ".join(f"{KOKORO}/{each}" for each in SPEAKERS)
            raise Refusal("{voice} speaks no editions; the voices that do: {known}", 2, voice=name, known=known)
        if fault := kokoro_missing(Path(speaker)) or may_be_published(Path(speaker)):
            raise VoiceError(fault)
    except SpeechError as error:
        raise Refusal("{error}", error=problem_of(error)) from error
    return Path(speaker)


def spoken_lines(planned: Plan, voice: EditionVoice, _: Words) -> Iterator[str]:
    """Yield lines on what the edition speaks, how much of it was synthesised now, and what is left out."""
    spoken = voice.spoken
    sounds = {
        one["url"]: one["size"]
        for item in planned.feed["items"]
        for one in item["_kiosk"].get("voice", {}).get("sentences", ())
    }
    yield _(
        "{count} sentences are spoken ({megabytes} MB), {made} of them were made now.",
        count=len(sounds),
        megabytes=f"{sum(sounds.values()) / 1e6:.1f}",
        made=spoken.made,
    )
    if spoken.hurried:
        yield _("A warning does not wait for a voice: publish again, and what is missing is spoken.")
    if spoken.left:
        yield _("Sentences that are left to the voice of the kiosks: {count}", count=len(spoken.left))
    told = [f"  {why}: {words[:60]}" for words, why in spoken.left.items() if why]
    yield from told[:_MOST_NAMED]
    if spoken.beyond:
        yield _("Sentences beyond what an edition has: {count}", count=spoken.beyond)
    if spoken.nameless:
        yield _(
            "Items without author: {count}. Kiosks say a name of their own there, and then all of it in their own voice: write "
            "publisher = … into feed.toml.",
            count=spoken.nameless,
        )
    if spoken.other_languages:
        yield _("Items in a language that this voice has not: {count}", count=spoken.other_languages)
