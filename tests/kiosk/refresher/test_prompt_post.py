"""Recordings of prompts on their way to the office: each once, last, and nothing of what is none."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import pytest

from kiosk.office.editions.voice import opus_ms
from kiosk.post.envelope import EnvelopeKind, read_header, split
from kiosk.post.prompts import MOST_SOUND, PromptHead, prompt_content, read_prompt
from kiosk.post.sending import DAY_S
from kiosk.refresher.prompt_post import EVERY_S, MOST_OF_LANGUAGE, MOST_UNSENT
from tests.support.post_kiosk import Kiosk
from tests.support.post_office import PostOffice
from tests.support.spoken import tone


def place(kiosk: Kiosk, letter: str, language: str = "bgz") -> Path:
    folder = kiosk.data / "desk" / "prompts" / language
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{letter * 64}.wav"


def came(kiosk: Kiosk, office: PostOffice) -> list[tuple[PromptHead, bytes]]:
    found = [read_prompt(content) for content in office.opened(kiosk.id, EnvelopeKind.PROMPT).values()]
    return [each for each in found if each is not None]


def test_each_goes_once_and_again_when_it_was_recorded_anew(kiosk: Kiosk, office: PostOffice) -> None:
    tone(place(kiosk, "a"), 1.5)
    tone(place(kiosk, "b", "loe"), 2.0)
    kiosk.run(600)
    told = came(kiosk, office)
    assert [head for head, _ in told] == [PromptHead("bgz", "a" * 64), PromptHead("loe", "b" * 64)]
    assert [abs(opus_ms(sound) - ms) < 70 for (_, sound), ms in zip(told, (1_500, 2_000), strict=True)] == [True, True]
    kiosk.acknowledge()
    kiosk.begin()
    os.utime(place(kiosk, "a"), (1, 1))  # as after a restore: other times, the same sound
    kiosk.run(2 * DAY_S, 600)
    assert len(came(kiosk, office)) == 2
    tone(place(kiosk, "a"), 1.0, 500)
    kiosk.run(2 * EVERY_S)
    assert [head.words[0] for head, _ in came(kiosk, office)] == ["a", "b", "a"]
    assert office.copies == []


def test_what_the_hall_takes_away_is_told_to_the_office(kiosk: Kiosk, office: PostOffice) -> None:
    tone(place(kiosk, "a"), 1.0)
    kiosk.run(600)
    place(kiosk, "a").unlink()
    kiosk.run(3 * EVERY_S)
    assert came(kiosk, office)[-1] == (PromptHead("bgz", "a" * 64), b"")
    assert len(came(kiosk, office)) == 2


def test_few_wait_with_a_line_that_is_down_and_all_for_a_stick(
    kiosk: Kiosk, office: PostOffice, tmp_path: Path
) -> None:
    alone = Kiosk(tmp_path / "alone", office, url="")
    for letter in "abcdef":
        tone(place(kiosk, letter), 0.5)
        tone(place(alone, letter), 0.5)
    kiosk.line = False
    kiosk.run(900)
    alone.run(900)
    alone.close()
    assert kiosk.waiting.count(EnvelopeKind.PROMPT) == MOST_UNSENT
    assert alone.waiting.count(EnvelopeKind.PROMPT) == 6
    kiosk.line = True
    kiosk.run(600)
    assert len(came(kiosk, office)) == 6


def test_they_go_alone_and_after_a_question(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.line = False
    tone(place(kiosk, "a"), 0.5)
    kiosk.run(120)
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.line = True
    kiosk.run(600)
    kinds = [[read_header(each).kind for each in split(body)] for body in office.bodies]
    assert [EnvelopeKind.PROMPT] in kinds
    assert all(len(each) == 1 for each in kinds if EnvelopeKind.PROMPT in each)
    flat = [kind for each in kinds for kind in each]
    assert flat.index(EnvelopeKind.QUESTION) < flat.index(EnvelopeKind.PROMPT)


def test_an_older_office_that_knows_no_prompts_gets_all_other_post(kiosk: Kiosk, office: PostOffice) -> None:
    real = office.receive

    def older(body: bytes) -> tuple[int, bytes]:
        if b'"kind":"prompt"' in body:
            office.bodies.append(body)
            return 400, b"{}"
        return real(body)

    office.receive = older  # type: ignore[method-assign]
    tone(place(kiosk, "a"), 0.5)
    kiosk.run(600)
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.run(DAY_S, 600)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 1
    assert sum(b'"kind":"prompt"' in body for body in office.bodies) == 1
    office.receive = real  # type: ignore[method-assign]
    kiosk.run(8 * DAY_S, 3_600)
    assert len(came(kiosk, office)) == 1


@pytest.mark.attack(
    "what goes back",
    "a hall's folder of recordings holds 40,000 files, links, pipes, films, or minutes of sound",
    "200 of a language are looked at, each is read in a bounded child, and goes alone, last, once, as 20,000 bytes at most",
)
def test_a_folder_of_40_000_files_costs_200(kiosk: Kiosk, office: PostOffice, caplog: pytest.LogCaptureFixture) -> None:
    folder = place(kiosk, "a").parent
    for n in range(40_000):
        (folder / f"{n:064x}.wav").symlink_to("/etc/shadow")
    kiosk.run(4 * DAY_S / 24)
    tried = [line for line in caplog.messages if line.startswith("prompt ")]
    assert 0 < len(tried) == len(set(tried)) <= MOST_OF_LANGUAGE
    assert came(kiosk, office) == []


@pytest.mark.attack(
    "what goes back",
    "a hall's folder of recordings holds 40,000 files, links, pipes, films, or minutes of sound",
)
def test_what_is_no_recording_of_a_sentence_never_goes(kiosk: Kiosk, office: PostOffice, tmp_path: Path) -> None:
    tone(place(kiosk, "0"), 0.01)
    tone(place(kiosk, "1"), 21.0)
    tone(place(kiosk, "2"), 600.0)
    place(kiosk, "3").write_bytes(b"")
    place(kiosk, "4").write_bytes(b"\xff\xd8\xff" + bytes(9_000))
    place(kiosk, "5").symlink_to(tone(tmp_path / "elsewhere.wav", 1.0))
    os.mkfifo(place(kiosk, "6"))
    place(kiosk, "7").mkdir()
    place(kiosk, "8").write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt " + bytes(400))
    with wave.open(str(place(kiosk, "9")), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(bytes(96_000))
    tone(place(kiosk, "a").parent.parent / "x.wav", 1.0)
    tone(place(kiosk, "a").with_name("A" * 64 + ".wav"), 1.0)
    tone(place(kiosk, "a", "xx"), 1.0)
    kiosk.run(1_800)
    assert came(kiosk, office) == []
    assert kiosk.sender.came_through(), "the rest of the post goes on"


@pytest.mark.slow(cases=1)
def test_twenty_seconds_fit(kiosk: Kiosk, office: PostOffice) -> None:
    tone(place(kiosk, "a"), 20.0)
    kiosk.run(600)
    ((_, sound),) = came(kiosk, office)
    assert len(sound) <= MOST_SOUND


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"\n", b"OggS", b'{"language":"bgz"}\nOggS', b'{"language":"../","words":"' + b"a" * 64 + b'"}\nOggS',
        prompt_content(PromptHead("bgz", "A" * 64), b"OggS"), prompt_content(PromptHead("bgz", "../../etc/passwd"), b"OggS"),
        prompt_content(PromptHead("BGZ", "a" * 64), b"OggS"), prompt_content(PromptHead("bgz", "a" * 64), b"RIFF"),
        prompt_content(PromptHead("bgz", "a" * 64), b"OggS" + bytes(MOST_SOUND)), b"[" * 9_000 + b"\n",
        b'{"language":"bgz","words":"' + b"a" * 64 + b'","more":1}\nOggS', b"\xff" * 150 + b"\nOggS",
    ],
)  # fmt: skip
@pytest.mark.attack(
    "what goes back",
    "a recording of a prompt with another format, language, hash, a path in its name, or 10 MB",
    "one form of content is read, and of it a language of three letters, a hash, and 20,000 bytes of Ogg",
)
def test_other_content_is_no_prompt(content: bytes) -> None:
    assert read_prompt(content) is None
