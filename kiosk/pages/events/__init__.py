"""The calendar: a month, and the events of the chosen day."""
