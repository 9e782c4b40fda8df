"""Questions about the day that the page of prices answers."""

from __future__ import annotations

from kiosk.shell.day_question import question_about

QUESTIONS = (
    question_about(
        "harga",
        "beras cabai cabe rica bawang merah putih minyak goreng gula telur ayam daging sapi ikan cakalang sembako pangan"
        " pasar tomat jagung tepung terigu kedelai bahan pokok",
    ),
)
