"""Settings of the desk itself, `office.toml`, and the outside places that it names. Start with `setup`."""
