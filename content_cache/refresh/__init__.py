"""What is due is asked, read, compared and stored, source by source.

May import: all of content_cache but `publishing`.
Start with `refresher`.
"""
