"""Folders of the desk in the office's folder."""

PRIVATE = ".kantor"
"""Folder of this user's alone, which no history keeps."""

SERVED = ".terbit"
"""Folder of editions where a web server in front hands them out; no history keeps it."""

WARNINGS = "peringatan"
"""Folder of released warnings, as CAP messages."""
