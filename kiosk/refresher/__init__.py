"""The refresher process round `content_cache.refresh`: requests, imports, reports.

May import: `installation`, `notices`, `update` and below; no window, no sound.
Start with `service`.
"""
