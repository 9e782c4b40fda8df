"""The resting screen, while nobody is there."""
