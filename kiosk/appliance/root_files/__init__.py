"""Files and folders that root alone writes, opened so that nobody can put another in their place. Start with `held_folder`."""
