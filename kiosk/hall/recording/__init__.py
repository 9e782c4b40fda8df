"""Recordings from a microphone of the hall, each taken by a child of its own."""
