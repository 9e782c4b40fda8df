"""The technician's page and the desk as states show them. No widget is imported for it: a state may be a process's first."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.pages.technician.view import DayCount, DeskNotice, DeskStep, DeskView, StatusCard, StatusView

FRONT = DeskView(
    enabled=True,
    address="https://192.168.4.1:8080/pasangkan/Zm9vYmFyYmF6#sha256=" + "3F9A" * 16,
    notices=(
        DeskNotice("a", "Rapat desa malam ini di balai", "sampai 24 Nov · Ibu Sari", urgent=True),
        DeskNotice("b", "Posyandu pindah ke rumah Ibu Kader", "sampai 25 Nov · Pak Budi", asked=True),
        DeskNotice("c", "Kerja bakti membersihkan saluran air dari balai sampai pasar", "sampai 27 Nov · Petugas"),
    ),
    counts=tuple(DayCount(date(2026, 11, 24) - timedelta(days=n), 14 + n, 5, 120) for n in range(7)),
    waiting=2,
    locks_in=272,
)
WRITTEN = DeskView(
    step=DeskStep.WRITE, title="Rapat desa besok malam", text="Kita bicarakan jalan tani. Bawa usul dari dusun.", locks_in=272
)  # fmt: skip
PAGE = StatusView(
    cards=(
        StatusCard("network", ("wlan0  aktif",)),
        StatusCard("sources", ("kominfo  09.31", "kim     22 Nov !"), "1 gagal", act="refresh"),
        StatusCard("storage", ("sisa 11,2 GB", "dari 29,7 GB", "simpanan 412 MB")),
        StatusCard("sound", ("auto · 80 %",), act="sound"),
        StatusCard("screen", ("1280 x 720", "4 tombol"), act="screen"),
        StatusCard("clock", ("24-11-26 09.41", "WITA", "tepat")),
    ),
    code="KIM-KIOSK 25a0f9710781 v0.1.0 NET0 SOU1",
    device="25a0f9710781",
    lines=("versi 0.1.0", "CPU 52 °C"),
    locks_in=272,
)
