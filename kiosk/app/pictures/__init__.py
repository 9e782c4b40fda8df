"""Screens as picture files, drawn of a kiosk that has no window, no voice and no visitor.

May import: what `kiosk.app` may, and nothing of its window. Start with `still_kiosk`.
"""
