"""The layouts of an item: what it shows beside or in place of its text."""
