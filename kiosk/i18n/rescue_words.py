"""Words of the rescue picture, which is shown if neither system of a card can be started. It is drawn when the card is made."""

from __future__ import annotations

from kiosk.i18n.translation import Translation


def rescue_words(translation: Translation) -> tuple[str, tuple[str, ...], str, str]:
    """Return (heading, steps, caption of the QR code, its text for a telephone without internet) of the rescue picture."""
    _ = translation.gettext
    steps = (
        _("Pull the plug, wait ten seconds, plug it in again."),
        _("If this picture comes back, the memory card is damaged: call the technician."),
        _("Technician: write a new card and copy kiosk.toml from the old one. Give the old card to the office."),
    )
    heading = _("This kiosk cannot start")
    told = _(
        "Info Desa (card-damaged): write the office's image to a new card of 16 GB with Raspberry Pi Imager, and copy kiosk.toml"
        " from the partition KIOSK of the old card. Give the old card to the office."
    )
    return heading, steps, _("For the technician"), told
