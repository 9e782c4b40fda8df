"""Pictures of all screens in their states, for the makers: `python -m tests.gallery --help`."""
