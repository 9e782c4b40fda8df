"""Words, steps and rank of alerts, and how they are shown and sounded. Decides, plays nothing.

Start with `sound_policy`.
"""
