"""The office's list of villages in the browser: looked through, changed one by one, or taken from a table."""
