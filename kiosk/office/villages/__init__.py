"""List of the office's villages in the browser: searched, changed one by one, or imported from a table."""
