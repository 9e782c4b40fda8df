"""Residents' questions and their answers. Start with `answers`."""
