"""An office's folder of Markdown becomes the next signed edition. Runs on Windows too. Start with `publish`."""
