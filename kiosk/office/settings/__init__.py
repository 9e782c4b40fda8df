"""Settings of the office itself in the browser: each with a trial before it is trusted."""
