"""Editions that go out from the desk: made, spoken, sent, at a set hour, with what is told of them. Start with `run`."""
