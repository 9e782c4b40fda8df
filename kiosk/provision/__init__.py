"""What needs the rights of root, and nothing else does: Wi-Fi, clock, restart, the card's settings, updates.

Run as `python -m kiosk.provision COMMAND` by the units in systemd/ (see systemd/README.md). Its modules are given the folders
and programs that they work on; nothing here is imported by the kiosk, and nothing here has a screen, a voice or a network.
"""
