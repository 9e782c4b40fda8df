"""Slips of paper: drawn by our own code as a black and white picture, sent by a process of its own to an ESC/POS printer.

`client` is the kiosk's side: it starts `child` for one slip, which draws it (`drawing`), sends it band by band (`connection`) and
ends. So a printer that does not answer keeps nobody waiting, and what its driver leaves behind ends with the process.
"""
