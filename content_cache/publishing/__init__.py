"""The office's side: a folder of Markdown becomes the next signed edition. Runs on Windows too.

May import: `model`, `http`, `text`, `formats`, `media`, `signing`, `central`, `files`.
Start with `publish`.
"""
