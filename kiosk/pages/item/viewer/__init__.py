"""The pictures of an item over the whole screen: whole, or piece by piece, to be read by whoever cannot read a poster from here."""
