"""Refresh of due sources: asked, read, compared and stored one by one. Start with `refresher`."""
