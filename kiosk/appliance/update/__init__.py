"""Signed updates of the program: package, slots, download, install. Start with `installer`."""
