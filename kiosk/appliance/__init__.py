"""The machine below the kiosk: Wi-Fi, clock, restart, the card's settings, updates; work that only root may do.

The units in systemd/ run `python -m kiosk.appliance COMMAND` (see systemd/README.md). Modules are given the folders and
programs that they work on. `update` is shared with the refresher, which fetches what root then verifies. The window
loads none of it."""
