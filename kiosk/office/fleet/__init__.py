"""Kiosks as the office sees them: state, use, settings, orders, whose turn an update is. Start with `fleet`."""
