"""What whoever plugs a USB stick in is told, on the screen and aloud; and what is left alone meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from content_cache.central.import_result import Imported, ImportResult, from_json, to_json
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.shown import AlertView
from kiosk.i18n.translation import Translation
from kiosk.shell.usb_stick import SHOWN_FOR_S, STALLED_S, words_of
from kiosk.speech.utterance import Priority, Where
from kiosk.state.request_kinds import RequestKind
from tests.support.hall import Hall

STICK = "/media/stick"
READ = "Flash disk sedang dibaca. Jangan dicabut dulu."


def imported(result: str, **values: Any) -> Imported:
    return Imported(result=ImportResult(result), **values)


def leave(hall: Hall) -> int:
    """Another process asks for an import, and the kiosk looks."""
    hall.controller.stick.check_stick()
    number = hall.memory.requests.leave_request(RequestKind.IMPORT, hall.now, STICK)
    hall.controller.stick.check_stick()
    return int(number)


def answer(hall: Hall, number: int, *results: Imported) -> None:
    hall.memory.requests.answer_request(number, to_json(results))
    hall.controller.stick.check_stick()


def test_how_far_it_is_and_what_came_of_it_are_shown_and_the_end_is_spoken_indoors(hall: Hall) -> None:
    number = leave(hall)
    assert (hall.board.notice, hall.board.notice_icon) == (READ, "usb")
    hall.memory.requests.note_progress(number, 3, 12)
    hall.controller.stick.check_stick()
    assert hall.board.notice == "Mengambil isi flash disk: 3 dari 12"
    assert hall.voice.said == []
    answer(hall, number, imported("taken", seq=42, added=12))
    assert (hall.board.notice, hall.board.notice_icon) == (
        "Isi flash disk berhasil diambil: 12 kabar baru.",
        "check-circle",
    )
    assert hall.words == "Isi flash disk berhasil diambil: dua belas kabar baru."
    assert hall.voice.manners[-1].priority is Priority.ASKED
    assert hall.voice.manners[-1].where is Where.INDOOR
    assert hall.memory.requests.progress_of(number) is None


def test_it_is_said_once_and_goes_from_the_screen(hall: Hall) -> None:
    answer(hall, leave(hall), imported("older"))
    assert hall.board.notice == hall.words == "Sudah punya yang lebih baru."
    assert hall.board.notice_icon == "warning-circle"
    hall.board.notice = ""  # the toast's own time is over before the result's
    hall.controller.stick.check_stick()
    assert hall.board.notice == "Sudah punya yang lebih baru."
    hall.seconds += SHOWN_FOR_S
    hall.controller.stick.check_stick()
    assert hall.board.notice == ""
    assert len(hall.voice.said) == 1


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((), "Tidak ada kabar untuk kios ini di flash disk."),
        ((imported("same"),), "Isi flash disk ini sudah ada di sini."),
        ((imported("unreadable"),), "Flash disk tidak terbaca: harus berformat FAT32 atau exFAT."),
        ((imported("slow"),), "Flash disk ini terlalu lambat: cabut dan pasang lagi, atau pakai yang lain."),
        ((imported("refused", forged=True), imported("same")), "Tanda tangan salah: tidak dipakai."),
        ((imported("refused"), imported("older")), "Isi flash disk rusak atau tidak lengkap: tidak dipakai."),
        ((imported("refused"), imported("taken")), "Isi flash disk berhasil diambil."),
        (
            (imported("taken", added=1), imported("taken", added=2, changed=4)),
            "Isi flash disk berhasil diambil: 3 kabar baru.",
        ),
    ],
)
def test_one_line_for_all_bundles(results: tuple[Imported, ...], words: str) -> None:
    assert words_of(results, Translation("id")) == words
    assert from_json(to_json(results)) == list(results)


def test_the_screen_speaks_the_visitors_language_and_the_voice_the_villages(hall: Hall) -> None:
    hall.board.language = "en"
    answer(hall, leave(hall), imported("taken", added=1))
    assert hall.board.notice == "The USB stick was taken in: 1 new item."
    assert hall.words == "Isi flash disk berhasil diambil: satu kabar baru."


def test_a_dark_screen_lights_up(hall: Hall) -> None:
    hall.controller.stick.check_stick()
    hall.board.dark = True
    leave(hall)
    assert not hall.board.dark


def test_nothing_lies_over_a_warning(hall: Hall) -> None:
    number = leave(hall)
    hall.controller.alerts.tell([AlertView(id="a", severity=Severity.SIAGA, hazard=Hazard.QUAKE)])
    hall.board.notice = ""
    answer(hall, number, imported("same"))
    assert (hall.board.notice, hall.voice.said) == ("", [])
    hall.controller.alerts.acknowledge()
    hall.controller.stick.check_stick()
    assert hall.board.notice == hall.words


def test_what_else_is_told_is_not_wiped_away(hall: Hall) -> None:
    number = leave(hall)
    hall.board.notice = "Suara tidak ada."
    answer(hall, number, imported("same"))
    assert hall.board.notice == "Suara tidak ada."
    hall.seconds += SHOWN_FOR_S
    hall.controller.stick.check_stick()
    assert hall.board.notice == "Suara tidak ada."


def test_where_nobody_takes_it_in_the_screen_is_let_go(hall: Hall) -> None:
    number = leave(hall)
    hall.seconds += STALLED_S + 1
    hall.controller.stick.check_stick()
    assert hall.board.notice == ""
    hall.memory.requests.answer_request(number, "")  # `kiosk import` waits no longer
    hall.controller.stick.check_stick()
    assert (hall.board.notice, hall.voice.said) == ("", [])


def test_what_was_left_before_the_start_is_told_and_what_was_answered_is_not(hall: Hall) -> None:
    hall.memory.requests.answer_request(
        hall.memory.requests.leave_request(RequestKind.IMPORT, hall.now, STICK), to_json([imported("taken")])
    )
    number = hall.memory.requests.leave_request(RequestKind.IMPORT, hall.now, STICK)
    hall.memory.requests.leave_request(RequestKind.REFRESH, hall.now)
    hall.controller.stick.check_stick()
    assert hall.board.notice == READ
    answer(hall, number, imported("same"))
    assert len(hall.voice.said) == 1
