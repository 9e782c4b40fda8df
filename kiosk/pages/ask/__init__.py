"""A resident asks the village staff: from whom it is for to its number."""
