"""The store as a visitor of this place may see it. Start with `repository`."""
