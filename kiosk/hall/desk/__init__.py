"""The desk: a small web app in which the village itself writes notices, from a phone on the hall's own network.

It is a process of its own. It writes whole files into the data folder's `desk` folder, and asks the refresher to read
them like any other source. The content store has one writer, and the desk knows nothing of it."""
