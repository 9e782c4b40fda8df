"""Darurat: whom to call, where to gather, what to do."""
