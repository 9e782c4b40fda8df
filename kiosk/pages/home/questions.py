"""Questions about the day that the home page answers: the time and the date."""

from __future__ import annotations

from kiosk.shell.day_question import question_about

QUESTIONS = (
    question_about("jam pukul", "berapa sekarang brp"),
    question_about("tanggal tgl", "berapa sekarang ini hari brp"),
    question_about("hari", "apa"),
)
