"""Post of the kiosks: the receiver, its store, kiosks and their codes, a relay, letters on telephones. Start with `inbox`."""
