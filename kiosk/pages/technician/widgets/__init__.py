"""Widgets of the technician's page: the hall's notices, and the tools that turn, touch and sound need."""
