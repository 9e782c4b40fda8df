"""The central feed: an office signs editions of a plain folder, a kiosk takes them from the web or from a USB stick.

What the office's side needs (`keys`, `signing`, `edition`, `writing`, `publish` and what they import) runs on Windows too.
"""
