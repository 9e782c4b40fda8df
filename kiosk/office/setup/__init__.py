"""The desk's own settings, `office.toml`, and the places outside that it names. Start with `setup`."""
