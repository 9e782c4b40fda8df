"""Cards written on this machine, one village after another: `kiosk cards write`.

`batch` reads the cards of a table or of the office's ZIP and remembers which are written, `image` puts a village's kiosk.toml into
the image, `devices` finds a card and refuses every other disk, `writing` writes and reads back. Linux alone.
"""
