"""Scheduling of speech: the queue, the sounds before the words, and the thread that runs it.

May import: all of `speech`.
Start with `speaker`.
"""
