"""Keys of the office under their passwords, and the rule for passwords. Start with `cabinet`."""
