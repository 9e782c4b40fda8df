"""Poses of each page, a module a page."""
