"""Letters and web hooks for people who do not look at the desk: present events, who was told of them, and the ways to tell."""
