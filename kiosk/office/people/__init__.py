"""People of the desk: accounts, invitations, roles, sign-in, sessions, limits of tries, and the door. Start with `people`."""
