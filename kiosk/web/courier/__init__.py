"""The courier's door: a ZIP from a phone in the hall goes into a folder of arrivals, and the phone is told what became of it.

A process of its own, which knows no settings, no keys and no store. May import what `kiosk.web` may. Start at `receiving`.
"""
