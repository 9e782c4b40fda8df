"""The screens that visitors see, each with its rules in a kv file beside it.

May import: `widgets` and below.
Start with `screen`, what all of them are made of; `kiosk.ui.screen_table` has them by name.
"""
