"""An item to read and hear: news, service, event, announcement, clarification; with its poster, its film's still, its poll."""
