"""What lies behind the PIN: the state of the kiosk, a technician's tools, and the notices that the hall makes at the kiosk."""
