"""Bundles of the whole system, on a card with two of them: found, let through within the day's bytes, handed to RAUC, told.

Start with `look`; what root does is in `kiosk/appliance/system_bundles.py`.
"""
