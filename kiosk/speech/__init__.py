"""Speech of the kiosk: wording, spoken Indonesian, and the two child processes that make and play sound. Start with `speaker`."""
