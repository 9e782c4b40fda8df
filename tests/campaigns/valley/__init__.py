"""Five kiosks without an internet, each in a network namespace of its own, that see one another from hall to hall."""
