"""Residents' questions of the sample village: who may be asked, and what was answered. Names and words are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from content_cache.model.items import Answer
from content_cache.model.vocabulary import Provenance, Verified
from kiosk.content.answers import AnswerBook
from kiosk.core.identity import kiosk_id
from kiosk.settings.sections import ForSettings, QuestionSettings
from kiosk.state.memory import Memory

CODE = "483106"
"""The code of a private answer that is pictured."""
SAMPLE_QUESTIONS = QuestionSettings(
    asked=(
        ForSettings("Kepala Desa", "bank", "jalan, bangunan, dana desa"),
        ForSettings("Kasi Pelayanan", "identification-card", "surat, KTP, bantuan"),
        ForSettings("Bidan desa", "first-aid", "anak, ibu hamil, obat"),
        ForSettings("Penyuluh", "boat", "kebun, ternak, laut"),
    )
)
_ANSWERED = (
    (1, 11, "Kepala Desa", "Kapan jalan Dusun 2 diperbaiki?", "Jalan Dusun 2 diperbaiki mulai bulan Januari. Batu sudah dipesan."),
    (3, 9, "Kasi Pelayanan", "Apa syarat pindah KK?", "Bawa KK lama, KTP, dan surat pengantar dari kepala dusun."),
    (4, 8, "Penyuluh", "Obat cacing ternak ada di mana?", "Obat cacing ada di kantor penyuluh, setiap hari Selasa dan Kamis."),
    (6, 0, "Bidan desa", "Posyandu di Dusun 3 pindah ke mana?", "Posyandu sekarang di rumah Ibu Kader, setiap tanggal lima."),
)  # fmt: skip


def sample_answers(now: datetime, kiosk: str) -> list[Answer]:
    """The newest first; those with a number were asked at this `kiosk`."""
    return [
        Answer(
            id=f"jawaban-{place}", source="Diskominfo Banggai", title=title, text=text, author=author,
            published=now - timedelta(days=days), seen_first=now - timedelta(days=days), language="id",
            provenance=Provenance.VERIFIED, verified=Verified.SIGNATURE,
            kiosk=kiosk if number else "000000000000", number=number or place,
        )
        for place, (days, number, author, title, text) in enumerate(_ANSWERED, 1)
    ]  # fmt: skip


def answer_from(data: Path, now: datetime, change: Callable[[Answer], Answer] = lambda answer: answer) -> AnswerBook:
    """Return the answers for the kiosk whose folder is *data*; the second of them goes through *change*."""
    first, second, *others = sample_answers(now, kiosk_id(data))
    found = [first, change(second), *others]
    return AnswerBook(lambda _moment: found)


def note_in(data: Path, now: datetime) -> None:
    """Note in the kiosk's folder that those, and two that wait for an answer, were asked there."""
    with Memory(data) as memory:
        for number in (8, 9, 10, 11, 12):
            memory.questions.note_asked(number, now - timedelta(days=20 - number))
