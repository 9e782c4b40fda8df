"""Announcements that the kiosk makes unasked: schedule, quiet hours, prayers, and the sounding of alerts.

May import: `narration` and below.
Start with `readouts`.
"""
