"""Letters and web hooks for people who do not look at the desk: what stands, who was told of it, and the ways to tell."""
