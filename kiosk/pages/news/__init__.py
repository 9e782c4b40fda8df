"""The lists: news, services, clarifications and warnings."""
