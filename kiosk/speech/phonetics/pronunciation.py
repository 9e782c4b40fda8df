"""Words as an espeak voice gets them: those whose sounds the voice guesses wrong in phoneme brackets, "rapat [[d'Esa]]".

espeak-ng guesses the letter e, and says loanwords by Indonesian spelling. Which sounds are right is told by, in this order:
`pronunciation.tsv` (loanwords, letter names, words that the lexicon has wrong), the marks é, è and ê in the word itself (EYD V;
so a local name of kiosk.toml tells its own sound), the lexicon and rules of `letter_e`. A word without e is left to the voice.
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.phonetics.letter_e import LetterE, letter_e
from kiosk.speech.phonetics.phonemes import phonemes

TABLE = "pronunciation.tsv"
LONGEST = 40  # letters; what is longer is no word
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_KNOWN = re.compile(r"[a-zéèê']+")
_BRACKETS = str.maketrans("[]", "  ")


class Pronunciation:
    """Reads its tables when the first word needs them; they belong into the process that speaks."""

    def __init__(self, letter: LetterE | None = None) -> None:
        self._letter = letter

    def spoken(self, text: str, language: str = "id") -> str:
        """The text for espeak-ng with its phoneme mode on. Brackets in the text itself are taken away: they command nothing.
        English, which has a voice of its own, is otherwise left as it is."""
        plain = text.translate(_BRACKETS)
        return plain if language == "en" else _WORD.sub(self._word, plain)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group().lower()
        if respelled := read_table(TABLE, __package__).get(word):
            return " ".join(f"[[{phonemes(each)}]]" for each in respelled.replace("è", "é").replace("ê", "e").split())
        if len(word) > LONGEST or not _KNOWN.fullmatch(word) or not any(letter in "eéèê" for letter in word):
            return found.group()
        if self._letter is None:
            self._letter = letter_e()
        return f"[[{phonemes(self._letter.marked(word))}]]"
