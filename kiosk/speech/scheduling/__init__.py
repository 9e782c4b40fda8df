"""Who speaks when: the queue, what goes before, and the thread that runs it.

May import: all of `speech`.
Start with `speaker`.
"""
