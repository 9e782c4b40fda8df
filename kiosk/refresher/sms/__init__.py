"""The modem's process: SMS and cell broadcasts to files that the refresher reads. It has no network and no screen."""
