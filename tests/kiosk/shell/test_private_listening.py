"""A headset is offered while it is plugged in; what is chosen for it is never said to the room instead."""

from __future__ import annotations

from kiosk.narration.read_aloud import ReadAloud
from kiosk.shell.private_listening import PrivateListening
from kiosk.speech.utterance import Sentence, Utterance
from tests.support.board import PaperBoard
from tests.support.listening_voice import ListeningVoice

PLUGGED = " 1 [Headset        ]: USB-Audio - Headset\n"
LETTER = Utterance("letter", (Sentence("Surat Ibu sudah jadi."), Sentence("Ambil di balai.")))


class Room:
    """Visitor at a kiosk whose headset is plugged in or not."""

    def __init__(self, device: str = "plughw:CARD=Headset") -> None:
        self.cards = PLUGGED
        self.board, self.voice = PaperBoard(), ListeningVoice()
        self.reader = ReadAloud(self.board, self.voice, rate=130, no_sound=lambda: "tidak ada suara")
        self.private = PrivateListening(self.board, self.reader, device, cards=lambda: self.cards)
        self.private.check_headset()


def test_without_a_headset_in_the_settings_none_is_offered() -> None:
    room = Room("")
    room.private.prefer_headset(alone=True)
    assert (room.board.headset, room.board.alone, room.voice.alone) == (False, False, False)


def test_a_reading_goes_over_to_the_headset_at_its_sentence() -> None:
    room = Room()
    room.reader.read(LETTER)
    room.private.prefer_headset(alone=True)
    assert (room.board.alone, room.voice.alone) == (True, True)
    assert [each.id for each in room.voice.said] == ["letter", "letter"]
    room.private.prefer_headset(alone=False)
    assert (room.board.alone, room.voice.alone) == (False, False)


def test_a_headset_that_is_pulled_out_ends_the_reading() -> None:
    room = Room()
    room.private.prefer_headset(alone=True)
    room.reader.read(LETTER)
    room.cards = ""
    room.private.check_headset()
    assert (room.board.headset, room.board.alone, room.voice.alone) == (False, False, False)
    assert room.voice.speeches == ()


def test_a_private_answer_takes_the_headset_and_gives_it_back() -> None:
    room = Room()
    room.private.begin_private()
    assert room.board.alone
    room.private.end_private()
    assert not room.board.alone


def test_the_visitors_own_choice_outlasts_a_private_answer() -> None:
    room = Room()
    room.private.prefer_headset(alone=True)
    room.private.begin_private()
    room.private.end_private()
    assert room.board.alone


def test_a_headset_that_comes_back_takes_the_open_answer_again() -> None:
    room = Room()
    room.private.begin_private()
    chosen = []
    for cards in ("", PLUGGED):
        room.cards = cards
        room.private.check_headset()
        chosen.append(room.board.alone)
    room.private.end_private()
    assert [*chosen, room.board.alone] == [False, True, False]
