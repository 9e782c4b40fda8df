"""How well a recogniser understands the kiosk's voices: `python -m tests.campaigns.listening`."""
