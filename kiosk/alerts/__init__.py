"""An alert's words, steps, rank, and what is shown and sounded of it. Decides, plays nothing.

May import: `viewmodel`, `state`, `i18n`, `speech`.
Start with `sound_policy`.
"""
