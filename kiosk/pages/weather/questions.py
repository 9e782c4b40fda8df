"""Questions about the day that the page of weather and sea answers."""

from __future__ import annotations

from kiosk.shell.day_question import question_about

QUESTIONS = (
    question_about("cuaca hujan panas prakiraan ramalan mendung suhu angin"),
    question_about("ombak gelombang laut melaut"),
)
