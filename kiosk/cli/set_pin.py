"""`kiosk check --set-pin`: the PIN of the page behind the clock on the screen."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.installation import Call, Refusal
from kiosk.settings.overrides import change
from kiosk.settings.pin import fit, hash_pin


def set_pin(call: Call, secret: Callable[[str], str]) -> int:
    """Ask for the technician's PIN twice and keep its hash, in place of the one in kiosk.toml. Raises Refusal.

    `secret` shows a question and returns what was typed; it raises EOFError where nobody types.
    """
    try:
        pin = secret("PIN baru, 4 sampai 12 angka: ").strip()
        again = secret("Sekali lagi: ").strip() if fit(pin) else ""
    except EOFError as nobody:
        raise Refusal("PIN tidak diketik; jalankan di terminal", 2) from nobody
    if not fit(pin):
        raise Refusal("PIN harus 4 sampai 12 angka; PIN lama tetap berlaku", 2)
    if pin != again:
        raise Refusal("kedua PIN tidak sama; PIN lama tetap berlaku", 2)
    try:
        change(call.data, call.config, {"technician": {"pin": hash_pin(pin)}})
    except OSError as error:
        raise Refusal(f"{call.data}: PIN tidak dapat disimpan ({error.strerror}); periksa izin folder") from error
    call.out("PIN petugas disimpan. Buka halaman petugas dengan menahan jam di layar selama 5 detik.")
    return 0
