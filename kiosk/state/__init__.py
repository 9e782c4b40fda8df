"""State in kiosk.sqlite: requests between processes, counters, what was sounded and read out.

May import: `core`.
Start with `memory`.
"""
