"""Post of the kiosks: the receiver, its store, kiosks and their codes, a relay, printed letters. Start with `inbox`."""
