"""An alert's words, steps, rank, and what is shown and sounded of it. Decides, plays nothing.

Start with `sound_policy`.
"""
