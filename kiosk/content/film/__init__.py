"""Films decoded in a captive process, a picture at a time, into memory that both see.

May import: `core`, `content_cache`. Start with `reel`.
"""
