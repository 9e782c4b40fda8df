"""Post from this kiosk to its office: small sealed, signed, numbered envelopes, kept until the office has taken them.

May import: `core`; content_cache. The office imports `envelope`, `enrolment` and `account`, which are pure.
Start with `envelope`.
"""
