"""A sample village, Desa Bunga: an office's folder that is published; what is invented there moves its dates with today.

May import: `refresher`, `installation`, and whatever lies below them.
Start with `office`, whose folder is `content`; `village` publishes it.
"""
