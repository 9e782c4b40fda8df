"""Backups as files: a sealed stream, the archive within it, and unpacking beside what is there.

`kiosk_snapshot` and `kiosk_restore` are a kiosk's own. An office's desk uses the stream and the archive, too. Start with
`archive`.
"""
