"""The frame round every screen: bars, layers, the settings sheet, the player. Start with `frame`."""
