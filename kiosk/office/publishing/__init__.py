"""Publishing from the desk: editions are made, spoken, sent, also at a set hour, and logged. Start with `run`."""
