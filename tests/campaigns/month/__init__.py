"""Two months of a village: an office that changes its mind, a line that is seldom up, power that fails, a clock that is wrong."""
