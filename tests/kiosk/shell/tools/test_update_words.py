"""What a technician reads of the whole system on the page of updates."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.shell.tools.update_words import UpdateWords
from kiosk.state.request_kinds import RequestKind


def rows(system: Any, language: str = "id") -> list[tuple[str, str, str]]:
    words = UpdateWords(Phrases(Translation(language)), version="1.0", ring="")
    return [(str(row.value), row.words, row.told) for row in words.update_rows({"running": "image", "system": system})]


def of(system: Any) -> list[str]:
    return [" / ".join(row[1:]) for row in rows(system) if row[1].startswith("Sistem")]


def test_a_kiosk_with_one_system_has_no_such_row() -> None:
    assert of(None) == []
    assert of("x") == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, []),
        ({"number": 7, "result": "ready"}, []),
        ({"number": 8, "result": "ready"}, ["Sistem nomor 8 / siap, dipakai setelah mulai ulang"]),
        ({"number": 8, "result": "failed"}, ["Sistem nomor 8 / gagal menyala"]),
        (
            {"number": 8, "result": "cut", "problem": {"code": "system_cut"}},
            ["Sistem nomor 8 / sedang diambil · sistem belum tiba utuh; dilanjutkan malam berikutnya (system_cut)"],
        ),
        (
            {
                "number": 5,
                "result": "refused",
                "problem": {"code": "update_not_newer", "details": {"number": 5, "here": 7}},
            },
            [
                "Sistem nomor 5 / tidak diambil · pembaruan ini tidak lebih baru daripada yang ada (7) (update_not_newer)"
            ],
        ),
        ({"number": 8, "result": "refused", "problem": {"code": 3}}, ["Sistem nomor 8 / tidak diambil"]),
        ({"number": "8", "result": ["x"]}, []),
    ],
)
def test_what_became_of_the_last_bundle(told: dict[str, Any], said: list[str]) -> None:
    assert of({"here": 7} | told) == ([*said, "Sistem nomor 7 / sedang dipakai"])


def test_one_that_is_ready_can_be_installed_now() -> None:
    assert str(RequestKind.REBOOT) in [row[0] for row in rows({"here": 7, "number": 8, "result": "ready"})]
    assert str(RequestKind.REBOOT) not in [row[0] for row in rows({"here": 8, "number": 8, "result": "ready"})]
