"""Settings of the office itself in the browser. Each is tried before it is trusted."""
