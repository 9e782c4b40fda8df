"""Synthesis of text to sound: a child process that loads the voice, and its client with the cache.

May import: `phonetics`, `wav`, `child_process`.
Start with `client`.
"""
