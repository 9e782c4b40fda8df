"""The public side as guests of the hall's Wi-Fi meet it: `python -m tests.campaigns.public OUT` (see `__main__`)."""
