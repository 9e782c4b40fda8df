"""Playback of sound on loudspeakers: a child process that plays, its client, outputs and relays.

May import: `wav`, `child_process`.
Start with `loudspeakers`.
"""
