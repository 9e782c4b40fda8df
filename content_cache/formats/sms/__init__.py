"""Warnings as SMS: the signed bytes (`message`), their parts on the air (`parts`), and what nobody signed (`unchecked`)."""
