"""Warnings by SMS from the air to the bell, over a real bus and by real processes."""
