"""Questions about the day that the page of weather and sea answers."""

from __future__ import annotations

from kiosk.shell.day_question import about

QUESTIONS = (
    about("cuaca hujan panas prakiraan ramalan mendung suhu angin"),
    about("ombak gelombang laut melaut"),
)
