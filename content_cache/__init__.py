"""What the village may know, kept for when the line is down: fetched, read, checked, stored.

Knows nothing of the kiosk. Start with `refresh` (what brings items) or `store` (what gives them).
"""
