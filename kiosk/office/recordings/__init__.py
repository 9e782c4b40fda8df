"""Recordings of prompts in local languages: a person hears what halls sent, and editions bring what was accepted to the area."""
