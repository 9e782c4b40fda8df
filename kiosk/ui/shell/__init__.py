"""What stands round every screen: bars, layers, the settings sheet, the player.

May import: `screens`, `widgets` and below.
Start with `shell`.
"""
