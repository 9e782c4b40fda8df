"""Bundles of the whole system, on a card with two of them: searched, fetched within the day's bytes, installed by RAUC, reported.

Start with `look`; root's part is in `kiosk/appliance/system_bundles.py`."""
