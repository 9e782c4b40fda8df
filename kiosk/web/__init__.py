"""Parts that any web app with people needs: sessions, known devices, rate limits for secrets.

May import: `content_cache.files`. Start with `sessions`."""
