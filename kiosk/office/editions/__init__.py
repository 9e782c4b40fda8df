"""Publishing from an office's folder of Markdown to the next signed edition. It runs on Windows too. Start with
`publish`."""
