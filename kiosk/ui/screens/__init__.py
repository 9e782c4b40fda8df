"""The screens that visitors see, each with its rules in a kv file beside it.

May import: `widgets` and below.
Start with `screen`, what all of them are made of; `kiosk.pages.table` has them by name.
"""
