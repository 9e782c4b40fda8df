"""What is said about what is shown, and the reading that can be stopped and resumed.

May import: `content`, `alerts` and below.
Start with `read_aloud`.
"""
