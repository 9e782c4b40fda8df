"""A language that no voice speaks: what a person can record of it is what the kiosk says again and again."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk.narration
import kiosk.pages
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.shown import AlertView
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.i18n.translation import Translation
from kiosk.narration.guide_text import GuideText
from kiosk.narration.recordable import LINES, recordable
from kiosk.pages.table import PAGES
from kiosk.speech.utterance import HUMAN
from kiosk.state.recorded_prompts import ENOUGH, RecordedPrompts
from tests.support.hall import Hall
from tests.support.spoken import tone

GUIDES = (
    "guide_text.py",
    "sheet_words.py",
    "picture_words.py",
    "question_words.py",
    "row_words.py",
)
"""Those of what lies round the pages, and what pages share."""
WITHIN_OTHERS = {
    # parts of a sentence with a name, a number or a choice in it
    "in use", "Language", "Text size", "Normal size", "Large", "Very large", "Colours", "Light", "Dark",
    "Strong contrast", "Send", "Delete", "do not ask", "Sound", "Turn up", "Turn down",
    "Only for me", "What is going round", "no earlier price",
    # read aloud in the place of what stands in a picture, by the voice of the item
    "No text could be read in this picture.", "One line could not be read, see the picture.",
    "Some lines could not be read, see the picture.",
    # of warnings, said whole by one voice
    "Press listen to hear it again, home when you have understood.", "Not connected to BMKG yet", "Not known yet",
    "No active warning",
    # of Darurat, which has names and numbers beside them: said whole by one voice
    "Emergency", "General emergency", "plus", "Warnings that came", "Numbers not checked yet", "Nobody has entered numbers yet.",
    "Staff have not entered the numbers. Call 112.", "This kiosk is not connected to BMKG yet.",
    "Not known whether there is a warning.", "If you feel a strong earthquake on the coast, run to high ground at once.",
    # of a search, as its line has them: said before checks, whole by one voice
    "Nobody has checked this yet", "Perhaps this is what you mean",
    # for the technician
    "Backup",
    "For the technician only. Enter the PIN.", "The settings on the card have to be mended.", "All else works: press Home.",
    "Which language?", "Visitors can change it at any time.", "Village", "What is this village called?",
    "The name stands at the top of the screen. You may skip this.", "Internet", "Connect to the internet?",
    "You may skip this. The kiosk works without internet too.", "Clock", "Is the clock right?",
    "With internet it is set by itself.", "Can you hear it?", "Press the button, and listen.",
    "Office", "Which office?", "Tell it the code, by telephone or message. You may skip this.",
    # shown, where nothing can be heard
    "The sound cannot be played yet. You can read it on the screen.",
}  # fmt: skip


def messages() -> Iterator[str]:
    """Yield the guides' messages that have nothing to fill in."""
    rooms = Path(kiosk.narration.__file__).parent, Path(kiosk.pages.__file__).parent
    for path in (*(rooms[0] / name for name in GUIDES), *rooms[1].rglob("words.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for argument in call.args[:1]:
                if called == "_" and isinstance(argument, ast.Constant) and "{" not in str(argument.value):
                    yield str(argument.value)


def test_what_the_guides_say_can_be_recorded_or_has_a_reason_not_to() -> None:
    found = set(messages())
    assert len(found) > 40
    assert found - set(LINES) - WITHIN_OTHERS == set()
    assert WITHIN_OTHERS - found == set(), "no longer said"


@pytest.mark.parametrize("language", LOCAL_LANGUAGES)
def test_each_sentence_is_one_and_has_nothing_that_changes(language: str) -> None:
    sentences = recordable(language)
    assert len(sentences) > 40
    assert len({each.key for each in sentences}) == len(sentences)
    assert not any(character.isdigit() or character == "{" for each in sentences for character in each.words)


def record(data: Path, language: str, count: int | None = None) -> RecordedPrompts:
    recorded = RecordedPrompts(data)
    for number, each in enumerate(itertools.islice(recordable(language), count)):
        file = data / f"{number}.wav"
        tone(file, 0.2)
        recorded.store_recording(language, each.key, file)
    return recorded


def test_what_is_recorded_is_heard_and_the_rest_is_indonesian(guided: Hall, tmp_path: Path) -> None:
    recorded = record(tmp_path, "loe")
    guided.board.language = "loe"
    guide = GuideText(guided.board, Translation("loe"), {}, recorded, pages=PAGES)
    guided.press("home")
    said = guide.utterance(guide.current_hint())
    assert [each.sound is not None and each.sound.voice == HUMAN for each in said.sentences] == [True]
    (numbered,) = guide.utterance([guide.volume()]).sentences
    assert numbered.sound is None
    assert numbered.spoken.startswith("Volume")


def test_of_a_card_its_name_is_recorded_and_its_numbers_are_said(guided: Hall, tmp_path: Path) -> None:
    recorded = record(tmp_path, "blz")
    guided.board.language = "blz"
    guided.press("home")
    guided.board.focus = "tile:berita"
    guide = GuideText(guided.board, Translation("blz"), {}, recorded, pages=PAGES)
    said = guide.utterance(guide.focused())
    assert [(each.spoken, each.sound is not None) for each in said.sentences] == [
        ("Berita.", True),
        ("delapan berita, delapan baru.", False),
        ("Tekan dengarkan untuk membuka.", True),
    ]


@pytest.mark.clause("5.1.3.14")
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_language_with_a_voice_is_said_by_it(guided: Hall, tmp_path: Path, language: str) -> None:
    guide = GuideText(guided.board, Translation(language), {}, record(tmp_path, "loe"), pages=PAGES)
    guided.press("home")
    assert not any(each.sound for each in guide.utterance(guide.current_hint()).sentences)


def test_of_a_warning_nothing_is_a_recording(guided: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, "loe")
    monkeypatch.setattr(RecordedPrompts, "find_prompt", lambda *_: tmp_path / "any.wav")
    guided.board.language = "loe"
    guided.controller.alerts.tell([AlertView(id="1", hazard=Hazard.TSUNAMI, severity=Severity.AWAS, source="BMKG")])
    guided.controller.listen()
    said = guided.voice.said[-1]
    assert said.id == "alert 1"
    assert not any(each.sound for each in said.sentences)


def test_a_language_is_offered_once_it_has_enough(tmp_path: Path) -> None:
    recorded = record(tmp_path, "bdl", ENOUGH - 1)
    before = recorded.change_count()
    assert recorded.languages() == ()
    record(tmp_path, "bdl", ENOUGH)
    assert recorded.languages() == ("bdl",)
    assert recorded.change_count() != before


@pytest.mark.parametrize("name", ["../../x", "", "A" * 64, "0" * 63, "0" * 64 + "/..", "\0"])
def test_no_name_leads_elsewhere(tmp_path: Path, name: str) -> None:
    file = tmp_path / "x.wav"
    tone(file, 0.1)
    recorded = RecordedPrompts(tmp_path)
    for language, words in ((name, "0" * 64), ("loe", name)):
        assert recorded.find_prompt(language, words) is None
        with pytest.raises(ValueError, match="no language"):
            recorded.store_recording(language, words, file)
