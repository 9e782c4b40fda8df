"""The office's keys under their passwords, and what a good password is. Start with `cabinet`."""
