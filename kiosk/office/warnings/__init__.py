"""Warnings by two people: written, released, ended. Start with `warnings`."""
