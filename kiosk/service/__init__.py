"""What those see who look after a kiosk: the PIN pad, its page and tools, the hall's notices, a USB stick, the first run.
May import: narration, notices, state, settings, viewmodel and what lies below; never control: it is handed its callbacks.
Start: `menu`, which composes all that lies behind the PIN.
"""
