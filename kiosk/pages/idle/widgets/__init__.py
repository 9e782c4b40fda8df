"""Widgets of the resting screen."""
