"""Calendar of the desk: the month, rules of repetition in words, imported calendars. Start with `calendars`."""
