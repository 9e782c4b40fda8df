"""Files and folders that only root writes, opened so that nobody can replace them. Start with `held_folder`."""
