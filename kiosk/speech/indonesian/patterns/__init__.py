"""Tables of patterns and their words, one for each kind of value."""
