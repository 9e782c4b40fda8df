"""Staple food prices: what goods cost today, and what has changed since the last time."""
