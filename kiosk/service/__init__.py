"""Behind the PIN and before the first start: pad, status, tools, first run, notice editor, stick.

May import: `narration`, `notices`, `state` and below.
Start with `menu`.
"""
