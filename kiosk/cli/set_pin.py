"""`kiosk check --set-pin`: the PIN of the page behind the clock on the screen."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.installation import Installation, Refusal
from kiosk.settings.file_text import read_kept
from kiosk.settings.overrides import change
from kiosk.settings.pin import fit, hash_pin


def set_pin(installation: Installation, secret: Callable[[str], str]) -> int:
    """Ask twice for the technician's PIN and store its hash, which replaces the PIN in kiosk.toml.

    *secret* shows a question and returns what was typed; it raises EOFError if nobody types. Raises Refusal.
    """
    if installation.config is not None and read_kept(installation.config) is not None:
        raise Refusal(
            "this kiosk keeps its PIN elsewhere: change it on its own page, or with pin-baru.txt on the card", 2
        )
    try:
        pin = secret(installation.words("New PIN, 6 to 12 digits: ")).strip()
        again = secret(installation.words("Once more: ")).strip() if fit(pin) else ""
    except EOFError as nobody:
        raise Refusal("no PIN was typed; run this at a terminal", 2) from nobody
    if not fit(pin):
        raise Refusal("a PIN has 6 to 12 digits; the old PIN holds", 2)
    if pin != again:
        raise Refusal("the two PINs are not the same; the old PIN holds", 2)
    try:
        change(installation.data, installation.config, {"technician": {"pin": hash_pin(pin)}})
    except OSError as error:
        raise Refusal(
            "{path}: the PIN cannot be kept ({reason}); check the rights of the folder",
            path=str(installation.data),
            reason=error.strerror or str(error),
        ) from error
    installation.out(
        installation.words(
            "The staff PIN is kept. Open the staff page by holding the clock on the screen for 5 seconds."
        )
    )
    return 0
