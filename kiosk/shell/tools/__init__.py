"""Tools of those who look after a kiosk, over the page behind the PIN and over the first run. Start with `tool_desk`."""
