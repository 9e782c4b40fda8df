"""Residents ask: questions that the staff has answered, and the code that opens a private answer."""
