"""Questions that the page Darurat answers."""

from __future__ import annotations

from kiosk.shell.day_question import about

QUESTIONS = (
    about("nomor telepon telpon nomer no", "darurat ambulans ambulan polisi pemadam damkar"),
    about("darurat ambulans ambulan damkar"),
)
