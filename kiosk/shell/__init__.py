"""The shell around all pages: messages, touches and buttons in, navigation and the board out.

Start with `controller`, then `page`.
"""
