"""The home page: the day's main news, the weather, the next event, and the six tiles."""
