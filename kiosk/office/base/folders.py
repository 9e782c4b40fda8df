"""Folders of the desk in the office's folder."""

PRIVATE = ".kantor"
"""Folder that only the user of the desk may read. It is never part of the history."""

SERVED = ".terbit"
"""Folder of editions that a web server in front hands out. It is never part of the history."""

WARNINGS = "peringatan"
"""Folder of released warnings, as CAP messages."""
