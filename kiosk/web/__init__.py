"""What any web app with people needs: who is logged in, which devices are known, how often a secret may be tried.

May import: `content_cache.files`. Start with `sessions`.
"""
