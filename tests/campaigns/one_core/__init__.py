"""A kiosk with a slow voice on one core and 1 GB: `python -m tests.campaigns.one_core`."""
