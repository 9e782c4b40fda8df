"""What whoever published has said already is said by that voice where it has said all of it; else another says all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.core.messages import Ending, SentenceStarted, SpeechStarted
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.utterance import HUMAN, Sentence, SpokenSound, Utterance
from tests.support.kokoro import small_kokoro
from tests.support.speech import Ear, MakeSpeaker
from tests.support.spoken import NAME, tone

TEXTS = ("Pengumuman.", "Rapat warga besok pagi.", "…", "Terima kasih.")


def told(folder: Path, *, voices: Sequence[str] = (NAME,) * 4, identity: str = "u") -> Utterance:
    """All of it said before, by these voices; "" for a sentence that nobody has."""
    sentences = []
    for number, (text, voice) in enumerate(zip(TEXTS, voices, strict=True)):
        file = folder / f"{number}.wav"
        if not file.exists():
            tone(file, 0.3)
        sentences.append(Sentence(text, sound=SpokenSound(file, voice) if voice and text != "…" else None))
    return Utterance(identity, tuple(sentences))


def by_espeak(tmp_path: Path) -> int:
    return len(list((tmp_path / "cache").glob("*.wav")))


def say(speaker: Speaker, ear: Ear, utterance: Utterance, start: int = 0) -> bool:
    """Whether a voice that was ready said it."""
    speaker.say(utterance, start=start)
    assert ear.ended(utterance.id).ending is Ending.DONE
    (started,) = [message for message in ear.of(SpeechStarted) if message.utterance == utterance.id]
    lit = [message.index for message in ear.of(SentenceStarted) if message.utterance == utterance.id]
    assert [index for index in range(start, len(TEXTS)) if TEXTS[index] != "…"] == [n for n in lit if TEXTS[n] != "…"]
    return started.ready


def test_all_that_was_said_before_needs_no_voice(make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path) -> None:
    speaker = make_speaker(voice="auto")
    assert say(speaker, ear, told(tmp_path))
    assert say(speaker, ear, told(tmp_path, identity="again"), start=1)
    assert (by_espeak(tmp_path), speaker.synthesiser_pid) == (0, None)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("spoilt", ["missing", "gone", "cut", "empty", "header alone", "no wav"])
def test_where_one_sentence_is_not_whole_another_voice_says_all(
    make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path, spoilt: str
) -> None:
    utterance = told(tmp_path, voices=(NAME, "" if spoilt == "missing" else NAME, NAME, NAME))
    file = tmp_path / "1.wav"
    content = file.read_bytes()
    if spoilt == "gone":
        file.unlink()
    elif spoilt != "missing":
        file.write_bytes(
            {"cut": content[:-2], "empty": b"", "header alone": content[:44], "no wav": b"OggS" * 20}[spoilt]
        )
    assert not say(make_speaker(), ear, utterance)
    assert by_espeak(tmp_path) == 3


def test_two_voices_do_not_share_an_utterance(make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path) -> None:
    assert not say(make_speaker(), ear, told(tmp_path, voices=(NAME, "kokoro/ef_dora", NAME, NAME)))
    assert by_espeak(tmp_path) == 3


def test_who_wants_it_slower_hears_it_slower(make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path) -> None:
    speaker = make_speaker()
    speaker.set_rate(82)
    assert not say(speaker, ear, told(tmp_path, identity="slow"))
    speaker.set_rate(110)
    assert say(speaker, ear, told(tmp_path, identity="usual"))


def test_one_voice_may_be_put_together(make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path) -> None:
    """The kiosk has that voice itself, and makes what the edition lacks of it."""
    speaker = make_speaker(voice=str(small_kokoro(tmp_path / "voices")))
    assert speaker.ahead is not None
    assert not speaker.ahead.lacks(told(tmp_path)), "it is all there"
    partly = told(tmp_path, voices=(NAME, "", NAME, NAME))
    assert speaker.ahead.lacks(partly)
    speaker.ahead.render(partly)
    speaker.ahead.wait_until_rendered()
    assert len(list((tmp_path / "cache" / "ready").glob("*.wav"))) == 1
    assert say(speaker, ear, partly)
    assert by_espeak(tmp_path) == 0


def test_what_a_person_recorded_stands_among_the_sentences_of_any_voice(
    make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path
) -> None:
    assert not say(make_speaker(), ear, told(tmp_path, voices=(HUMAN, "", "", HUMAN)))
    assert by_espeak(tmp_path) == 3, "one sentence by the voice, two recordings brought to its loudness"


def test_of_a_broken_recording_the_words_are_said(make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path) -> None:
    utterance = told(tmp_path, voices=(HUMAN, "", "", ""))
    (tmp_path / "0.wav").write_bytes(b"OggS" * 20)
    assert not say(make_speaker(), ear, utterance)
    assert by_espeak(tmp_path) == 3
