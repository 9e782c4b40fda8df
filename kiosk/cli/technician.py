"""`kiosk check --hardware` at a terminal: a technician tries the wiring piece by piece."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.cli.hardware_check import PATIENCE_S, HardwareCheck, code_of, write_result
from kiosk.cli.qr_text import qr_lines
from kiosk.cli.screen import on_screen
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal

Answer = Callable[[str], str]
"""Function that shows a question and returns what was typed. Raises EOFError if nobody types."""


class Terminal:
    """Terminal that prints lines and reads answers. The end of the input counts as "no"."""

    def __init__(self, installation: Installation, answer: Answer) -> None:
        self._installation = installation
        self._answer = answer

    def tell(self, line: str) -> None:
        self._installation.out(line)

    def ask(self, question: str) -> bool:
        yes_no = self._installation.words("y/n")
        try:
            return self._answer(f"{question} [{yes_no}] ").strip().lower() in ("y", "ya", "yes")
        except EOFError:
            return False


def check_hardware(
    installation: Installation,
    answer: Answer,
    *,
    corners: Callable[[], list[str]] | None = None,
    patience_s: float = PATIENCE_S,
) -> int:
    """Run the hardware check and write its result into the data folder, as JSON and as the picture of a QR code.

    Return 1 if anything is at fault, else 0.
    """
    installation.out(
        installation.words("Stop the kiosk first if it runs: pins, loudspeaker and screen serve one program at a time.")
    )
    if not installation.settings.buttons:
        installation.out(installation.words("There is no button in kiosk.toml; all else is checked."))
    on_screen = corners or (lambda: _corners(installation))
    tried = HardwareCheck(installation, Terminal(installation, answer), on_screen, patience_s=patience_s).run()
    for row in qr_lines(code_of(installation, tried)):
        installation.out(row)
    try:
        result, picture = write_result(installation, tried)
        installation.out(
            installation.words(
                "The result is in {file}; the QR code is in {picture}", file=str(result), picture=str(picture)
            )
        )
    except OSError as error:
        installation.tell(
            installation.words(
                "{path}: the result cannot be kept ({reason}); take a photo of the code above",
                path=str(installation.data),
                reason=error.strerror or str(error),
            )
        )
    return 1 if any(each.outcome == "fault" for each in tried) else 0


def _corners(installation: Installation) -> list[str]:
    """Run the touch test on the screen and return the marks that were missed. Raises OSError if there is no screen."""

    def load() -> Callable[[Words], list[str]]:
        from kiosk.ui.frame.touch_test import run_touch_test

        return run_touch_test

    try:
        run_touch_test = on_screen(installation, load)
    except Refusal as error:
        raise OSError(error.in_words(installation.words)) from error
    return run_touch_test(installation.words)
