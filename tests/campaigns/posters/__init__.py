"""Posters as offices print them, drawn by a script and worn as telephones wear them: what is read of them, in figures.

`python -m tests.campaigns.posters` draws all, reads all and prints the table.
"""
