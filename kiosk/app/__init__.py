"""The composition root of the touch app: builds all that runs in its process, opens it in order, closes it in reverse.
May import: everything but demo and the commands. Nobody but a command and the tests imports it.
Start: `window`, the App; `services` is all of it that has no window, `context` what the commands hand in. `pictures` draws
screens of a kiosk without that window.
"""
