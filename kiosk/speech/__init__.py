"""What is heard: wording, spoken Indonesian, and the two children that make sound and play it. Start at `speaker`."""
