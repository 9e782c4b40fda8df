"""Rules from written Indonesian to words, by kinds: each module holds the rules of one kind, `rules` puts them in order."""
