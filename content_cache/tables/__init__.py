"""SQL rows to objects and back, one module a table. With `store` the only user of sqlite3.

May import: `model`, `text`.
Start with `connect`.
"""
