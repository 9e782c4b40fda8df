"""Folders of the desk in the office's folder."""

PRIVATE = ".kantor"
"""Folder of this user's alone, which no history keeps."""

WARNINGS = "peringatan"
"""Folder of released warnings, as CAP messages."""
