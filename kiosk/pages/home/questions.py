"""Questions about the day that the home page answers: the time and the date."""

from __future__ import annotations

from kiosk.shell.day_question import about

QUESTIONS = (
    about("jam pukul", "berapa sekarang brp"),
    about("tanggal tgl", "berapa sekarang ini hari brp"),
    about("hari", "apa"),
)
