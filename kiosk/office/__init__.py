"""The newsroom: an office's folder of notices in a browser, for people with roles, down to the signed edition that kiosks take.

May import: `pictures` and what lies below it but the screens; content_cache. Start with `app`.
"""
