"""Sentences of the kiosk's own that a person can record in a language that no voice has.

Warnings are not among them: all of one is said by one voice. Nor is a sentence with a number, a name or a date in it.
"""

from __future__ import annotations

from datetime import UTC
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.narrator import SPOKEN
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.utterance import HUMAN, SpokenSound, Utterance, words_hash
from kiosk.state.recorded_prompts import RecordedPrompts

LINES = (
    msgid("Press next to choose."),
    msgid("Press listen to open."),
    msgid("Press home to go back to the start."),
    msgid("Press next or previous to choose, listen to open."),
    msgid("Hold listen for the summary of the day."),
    msgid("Press next for other choices, listen to choose, home when you are done."),
    msgid("Press listen to hear it, next for the one after, home to go back to the start."),
    msgid("Press next for the one after, listen to hear it, home to go back to the start."),
    msgid("Press next for the next part, listen to hear all from here, home to go back to the start."),
    msgid("Press next for the next row, listen to hear all from here, home to go back to the start."),
    msgid("Press listen to hear the events of this day, next for another day."),
    msgid("Press next for the next number, listen to hear it again."),
    msgid("Press listen to play it."),
    msgid("Press listen to go on, home to go back to the start."),
    msgid("Still here?"),
    msgid("Press any button."),
    msgid("Go on."),
    msgid("This is the first one."),
    msgid("This is the last one."),
    msgid("First"),
    msgid("Important"),
    msgid("Main news"),
    msgid("Next event"),
    msgid("Search"),
    msgid("Numbers and way"),
    msgid("Search. Type on the screen, or choose a suggestion."),
    msgid("Do not spread it for now."),
    msgid("None of these"),
    msgid("Ask aloud"),
    msgid("Ask or search. Press Listen, then speak."),
    msgid("Speak"),
    msgid("Speak. Press Listen when you are done."),
    msgid("Speak. Touch again when you are done."),
    msgid("Speak. Let go when you are done."),
    msgid("Nothing was heard. Try again."),
    msgid("It was not understood. Say it once more, or type it."),
    msgid("The microphone does not answer. Type it instead."),
    msgid("Cancelled."),
    msgid("There is nothing about that yet"),
    msgid("The office can answer. Listen to your voice first, then send it. The answer comes to this kiosk."),
    msgid("Ask in other words, or type it."),
    msgid("Ask again"),
    msgid("Ask the office"),
    msgid("Not this one"),
    msgid("Open the item"),
    msgid("Type it"),
    msgid("Display: language, text size, colours, sound."),
    msgid("Display and sound"),
    msgid("Only you hear it."),
    msgid("Everybody hears it."),
    msgid("Weather and sea"),
    msgid("Staple food prices"),
    msgid("This forecast is old."),
    msgid("These prices are old."),
    msgid("No prices have been written down yet."),
    msgid("No events."),
    msgid("There are no more events."),
    msgid("There are no earlier events."),
    msgid("No news yet"),
    msgid("No events yet"),
    msgid("No announcement in force"),
    msgid("No services yet"),
    msgid("No rumour has been checked yet"),
    msgid("Picture."),
    msgid("Save it to your phone"),
    msgid("Press previous to save it to your phone."),
    msgid("Press listen to print it on paper."),
    msgid("The recording is being opened. Wait a moment."),
    msgid("This answer was closed. Go back and open it with its code."),
    msgid("Press listen to hear it again, next to go on, home to go back to the start."),
    msgid("Film"),
    msgid("This film cannot be played."),
    msgid("Read by a machine, may be wrong."),
    msgid("It is below Services."),
    msgid("Ask the village staff"),
    msgid("Record again"),
    msgid("Ask somebody else"),
    msgid("Residents ask"),
    msgid("No question has been answered yet"),
    msgid("What do you bring?"),
    msgid("Whom is this question for?"),
    msgid("Whom is this complaint for?"),
    msgid("Whom is this request for?"),
    msgid("First choose whom it is for."),
    msgid("Press listen to choose."),
    msgid("Please speak after the tone."),
    msgid("Speak: press listen, and speak after the tone. Press it again when you are done."),
    msgid("Press listen to hear your question."),
    msgid("Listen first. Is it right?"),
    msgid("Press listen to hear it, next to go on."),
    msgid("Write your question on the screen."),
    msgid("Write your question first."),
    msgid("The question is kept."),
    msgid("The complaint is kept."),
    msgid("The request is kept."),
    msgid("It is sent when there is internet."),
    msgid("It is sent soon."),
    msgid("The village staff hear it at their desk."),
    msgid("Cancelled. The recording is deleted."),
    msgid("Cancelled. What you wrote is deleted."),
    msgid("The question cannot be kept now. Ask the staff directly."),
    msgid("Many questions were asked this hour. Try again later."),
    msgid("Many questions were asked today. Try again tomorrow."),
    msgid("Nothing was heard. The recording is deleted."),
    msgid("Only noise was heard. Speak closer."),
    msgid("The voice is not clear. Speak closer."),
    msgid("Too short. Press, then speak."),
    msgid("The recording could not be finished. Ask again, or write it."),
    msgid("There is no microphone. Ask the staff directly."),
    msgid("Only the staff you choose hear it."),
    msgid("Staff of the village desk who know its password hear it."),
    msgid("The village desk takes no questions yet: staff of the office hear it."),
    msgid("A private answer opens with this code alone. Tell it to nobody."),
    msgid("This answer is private."),
    msgid("This answer cannot be opened at this kiosk. Ask the staff."),
    msgid("The recording is being opened. Wait a moment."),
    msgid("The recording has not arrived yet."),
    msgid("The recording cannot be opened at this kiosk. Ask the staff."),
    msgid("This answer was closed. Go back and open it with its code."),
    msgid("The code is wrong."),
    msgid("Erase the last digit."),
    msgid("Press next for another digit, listen to choose it, home to leave."),
    msgid("They are asked elsewhere. The code on the screen is for your phone."),
    msgid("Do not say your ID number, phone number, or other people's names."),
    msgid("Only text is shown later, without names."),
)
"""Lines worded as in `guide_text` and its neighbours; tests/kiosk/narration/test_recordable.py checks that they match."""


class Recordable(Struct, frozen=True):
    """Sentence to record: *words* as the page shows them, *key* is the name of their recording."""

    words: str
    key: str


@cache
def recordable(language: str) -> tuple[Recordable, ...]:
    """Return all sentences to record in *language*, each once, in the order of a session."""
    translation = Translation(language)
    phrases = Phrases(translation)
    lines = [*(phrases.category(each) for each in Category if each is not Category.ALERT)]
    lines += [translation.gettext(line) for line in LINES]
    wording = ItemScript(zone=UTC, language=FALLBACK, translate=translation.gettext)
    said = (each.spoken for line in lines for each in notice("", [sentence(line)], wording).sentences)
    return tuple(Recordable(words, words_hash(words)) for words in dict.fromkeys(said))


def with_recordings(utterance: Utterance, language: str, recorded: RecordedPrompts) -> Utterance:
    """Return *utterance* with people's recordings in *language*. A language with a voice needs none."""
    if language in SPOKEN:
        return utterance
    sentences = tuple(
        replace(each, sound=SpokenSound(path, HUMAN))
        if (path := recorded.find_any(language, words_hash(each.spoken)))
        else each
        for each in utterance.sentences
    )
    return replace(utterance, sentences=sentences)
