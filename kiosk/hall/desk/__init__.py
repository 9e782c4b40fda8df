"""The desk: a small web app by which the village itself writes notices, from a phone on the hall's own network.

A process of its own. It writes files into the data folder's `desk` folder, whole or not at all, and asks the refresher to take
them in as it takes any other source: the content store has one writer, and the desk knows nothing of it.
"""
