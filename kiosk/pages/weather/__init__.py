"""Weather and sea: the forecast of three days and the waters that the settings name."""
