"""A warning on the whole screen. It takes the route for itself, from whatever page is shown."""
