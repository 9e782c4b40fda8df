"""The calendar of a month, repeated events in words, calendars of others. Start with `calendars`."""
