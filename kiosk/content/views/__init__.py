"""Views: what a screen is told, and the protocols of board, voice and reader. Frozen, no Kivy. Start with `shown`."""
