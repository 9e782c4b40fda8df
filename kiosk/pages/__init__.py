"""The kiosk's pages, a folder each: what it shows and does (`page`), what is said of it (`words`), how it looks (`screen`).

Start with `table`, which has one row for each; `kiosk.shell.page` is what all of them are made of. Pages know nothing of each
other, and only a `screen` knows Kivy.
"""
