"""A table of an item over the whole screen."""
