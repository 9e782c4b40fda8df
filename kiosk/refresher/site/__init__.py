"""Info Desa for phones: what the kiosk may show, as pages that any web server hands out, with no program behind them.

May import what the refresher may. Start at `builder`.
"""
