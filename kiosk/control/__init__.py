"""The controller: messages and touches become navigation, keys, visit and search, and fill the board.

May import: `service`, `alerts`, `content`, `narration`, `hardware` and below; no Kivy.
Start with `controller`.
"""
