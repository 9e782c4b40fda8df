"""What the village hears unasked: schedule, quiet hours, prayers, the sounding of alerts.

May import: `narration` and below.
Start with `readouts`.
"""
