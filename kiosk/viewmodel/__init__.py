"""What a screen is told, and the protocols of board, voice and reader. Frozen, no Kivy.

May import: `core`, `i18n`, `speech`.
Start with `views`.
"""
