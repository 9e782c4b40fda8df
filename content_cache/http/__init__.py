"""One bounded exchange with a stranger: addresses, redirects, time, bytes. The only user of requests.

May import: `model`.
Start with `client`.
"""
