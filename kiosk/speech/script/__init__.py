"""Script of an item: sentences, fixed phrases, words ready for the voice.

May import: `indonesian`, `utterance`.
Start with `item_script`.
"""
