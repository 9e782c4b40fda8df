"""Parts that every subject of the desk stands on: faults, the SQLite file, the history, villages. Start with `faults`."""
