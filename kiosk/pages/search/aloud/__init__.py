"""Asking aloud: a question of a few seconds, and the item that answers it, read as it stands."""
