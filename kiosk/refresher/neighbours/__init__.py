"""Kiosk to kiosk: the newest signed edition as its office made it, handed out to kiosks in reach and taken from them.

May import what the refresher may. Start at `rounds`.
"""
