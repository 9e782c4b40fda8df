"""The machine below the kiosk: Wi-Fi, clock, restart, the card's settings, updates; what root does and nobody else may.

The units in systemd/ run `python -m kiosk.appliance COMMAND` (see systemd/README.md). Modules are given the folders and programs
that they work on. `update` is shared with the refresher, which fetches what root then verifies; no window loads any of it.
"""
