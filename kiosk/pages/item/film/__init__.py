"""The film of an item over the whole screen, with its signs beside it and its subtitles."""
