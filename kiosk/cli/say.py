"""`kiosk say`: speak a text or an item, write it into a sound file, or print the words."""

from __future__ import annotations

import argparse
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.items import Answer
from kiosk.cli.extras import require
from kiosk.cli.translated_parser import Parser
from kiosk.content.pictures import is_poster, pictures_of
from kiosk.core.messages import Ending, Message, SpeechEnded
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.installation import Installation, Refusal
from kiosk.narration.narrator import SpokenReadings
from kiosk.speech.errors import SpeechError
from kiosk.speech.indonesian.why import steps
from kiosk.speech.problems import problem_of
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.scheduling.wav_export import write_wav
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.script.sentences import sentence_spans
from kiosk.speech.script.spoken_clock import one_clock
from kiosk.speech.synthesis.voices import (
    AUTO,
    ESPEAK_VOICES,
    VOICES_FOLDER,
    is_kokoro,
    placed,
    resolve_voice,
    setting_of_voice,
    speaks,
)
from kiosk.speech.utterance import Utterance

_LONGEST_S = 1800.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saying:
    """Text, or the id of a stored item; language and voice are the settings' unless given."""

    text: str | None
    item: str | None
    language: str | None
    voice: str | None


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("text", nargs="?", metavar=_("TEXT"), help=_("what is said"))
    parser.add_argument("--item", metavar="ID", help=_("say the item of this id"))
    parser.add_argument("--words", action="store_true", help=_("print the words that would be said"))
    parser.add_argument(
        "--why", action="store_true", help=_("print what gave each of the words, with --words and a text")
    )
    parser.add_argument("--phonemes", action="store_true", help=_("print what the synthesiser is given"))
    parser.add_argument("--out", type=Path, metavar=_("FILE.wav"), help=_("keep it in this file, and do not play it"))
    parser.add_argument("--voice", metavar=_("NAME"), help=_("another voice than in kiosk.toml"))
    parser.add_argument("--language", metavar=_("CODE"), help=_("another language than in kiosk.toml"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.why and (asked.text is None or not asked.words):
        raise Refusal("--why goes with --words and a text", 2)
    if not asked.words:
        require("kiosk")
    saying = Saying(asked.text, asked.item, asked.language, asked.voice)
    if asked.why:
        _explain(installation, asked.text)
        return 0
    return say(installation, saying, words=asked.words, phonemes=asked.phonemes, out=asked.out)


def _explain(installation: Installation, text: str) -> None:
    """Print each sentence of *text* as spoken, and below it the steps: what was written, its words and the rule.

    A number is the cost of a reading; its rivals stand below it with theirs.
    """
    lexicon = installation.settings.speech.lexicon
    for start, end in sentence_spans(text):
        written = text[start:end]
        installation.out(say_words(written, "id", lexicon))
        for step in steps(written, lexicon):
            cost = "" if step.cost is None else f" {step.cost:.1f}"
            installation.out(f"  {step.written} -> {step.words}  [{step.source}{cost}]")
            for rival in step.rivals:
                installation.out(f"    {rival.words}  [{rival.source} {rival.cost:.1f}]")


def say(installation: Installation, saying: Saying, *, words: bool, phonemes: bool = False, out: Path | None) -> int:
    """Speak *saying*, write it into the sound file *out*, or print its *words* or *phonemes*.

    Raises Refusal for an unknown item, a missing voice or device, or a file that cannot be written.
    """
    if out is not None and out.exists() and not out.is_file():
        raise Refusal("{path}: this is no ordinary file; name another one for --out", path=str(out))
    utterance = _utterance(installation, saying)
    if words:
        for sentence in utterance.sentences:
            installation.out(sentence.spoken)
        return 0
    speech = installation.settings.speech
    try:
        voice = resolve_voice(placed(saying.voice or speech.voice, installation.data / VOICES_FOLDER))
        if not speaks(voice, utterance.language):
            voice = resolve_voice(AUTO)
        if phonemes:
            _print_phonemes(installation, utterance, voice)
            return 0
        if out is None:
            _speak(installation, utterance, voice)
        else:
            sound = write_wav(utterance, out, voice=voice, rate_wpm=speech.rate)
            installation.out(f"{out}: {sound.duration_s:.1f} s, {setting_of_voice(voice)}")
    except SpeechError as error:
        raise Refusal("{error}", error=problem_of(error)) from error
    return 0


def _print_phonemes(installation: Installation, utterance: Utterance, voice: str) -> None:
    # loaded here: the lexicon is for the process that speaks, and for this command
    from kiosk.speech.phonetics.ipa import ipa
    from kiosk.speech.phonetics.pronunciation import Pronunciation

    pronunciation = Pronunciation()
    for sentence in utterance.sentences:
        spoken = sentence.spoken
        if voice in ESPEAK_VOICES:
            spoken = pronunciation.spoken(spoken, utterance.language)
        elif is_kokoro(voice):
            spoken = ipa(spoken, pronunciation)
        installation.out(spoken)


def _utterance(installation: Installation, saying: Saying) -> Utterance:
    language = saying.language or installation.settings.place.language
    if (saying.text is None) == (saying.item is None):
        raise Refusal("give a text, or --item ID", 2)
    if saying.text is not None:
        wording = ItemScript(zone=installation.zone, language=language, lexicon=installation.settings.speech.lexicon)
        return one_clock(notice("text", saying.text.splitlines(), wording))
    repository = installation.repository()
    try:
        item = repository.item(saying.item or "")
        pictures = pictures_of(item) if item else ()
        texts = tuple(map(repository.picture_text, pictures))
    finally:
        repository.close()
    if item is None:
        raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=saying.item or "")
    if isinstance(item, Answer) and item.private:
        raise Refusal("this answer is private: it opens on the screen, with the code of the person who asked")
    place = village(installation.settings.place.name)
    readings = SpokenReadings(
        Translation(language), installation.data, installation.settings.speech.lexicon, place=place
    )
    poster = bool(pictures) and is_poster(item, pictures[0], texts[0])
    return readings.item(item, installation.clock().read(), texts if poster else ())


def _speak(installation: Installation, utterance: Utterance, voice: str) -> None:
    ended = threading.Event()
    faults: list[Refusal] = []

    def heard(message: Message) -> None:
        if isinstance(message, SpeechEnded):
            if message.ending is Ending.FAILED:
                _log.info("not said: %s", message.reason)
                faults.append(Refusal("nothing was heard; what is wrong with the sound tells: kiosk check"))
            ended.set()

    speech = installation.settings.speech
    speaker = Speaker(replace(speech, voice=voice, horn_device=""), tell=heard, cache_dir=installation.data / "speech")
    try:
        if speaker.ahead is not None and speaker.ahead.lacks(utterance):
            speaker.ahead.render(utterance)  # the caller wants to hear this voice, and waits for it
            speaker.ahead.wait_until_rendered()
        speaker.say(utterance)
        if not ended.wait(_LONGEST_S):
            faults.append(Refusal("the voice did not come to an end within half an hour"))
    finally:
        speaker.close()
    if faults:
        raise faults[0]
