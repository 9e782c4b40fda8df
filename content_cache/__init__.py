"""Cache of a village's content for offline times: fetched, read, verified, stored.

Knows nothing of the kiosk. Start with `refresh` (what brings items) or `store` (what gives them).
"""
