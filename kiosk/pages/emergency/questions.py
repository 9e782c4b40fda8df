"""Questions that the page Darurat answers."""

from __future__ import annotations

from kiosk.shell.day_question import question_about

QUESTIONS = (
    question_about("nomor telepon telpon nomer no", "darurat ambulans ambulan polisi pemadam damkar"),
    question_about("darurat ambulans ambulan damkar"),
)
