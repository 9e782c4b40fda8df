"""What is due is asked, read, compared and stored, source by source. Start with `refresher`."""
