"""What serves those who look after a kiosk: the staff's PIN, a technician's tools, a USB stick, the first run.
May import: narration, notices, state, settings, viewmodel and what lies below; never control: it is handed its callbacks.
Start: `tools`, which lie over the page behind the PIN and over the first run.
"""
