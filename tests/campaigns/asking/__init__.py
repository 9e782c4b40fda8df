"""Questions and rumours as residents type them, put to the search and to the checks of a small and of a crowded village."""
