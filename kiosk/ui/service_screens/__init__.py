"""The screens of technicians and of the first run.

May import: `screens`, `widgets` and below.
Start with `status`.
"""
