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

    def marked(self, word: str) -> tuple[str, ...]:
        """A word in small letters as it sounds, each taling marked é: one word, or the several that a loanword is said as. None
        for what is no word of Latin letters."""
        if respelled := read_table(TABLE, __package__).get(word):
            return tuple(respelled.replace("è", "é").replace("ê", "e").split())
        if len(word) > LONGEST or not _KNOWN.fullmatch(word):
            return ()
        if not _has_e(word):
            return (word,)
        if self._letter is None:
            self._letter = letter_e()
        return (self._letter.marked(word),)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group().lower()
        if not _has_e(word) and word not in read_table(TABLE, __package__):
            return found.group()
        return " ".join(f"[[{phonemes(each)}]]" for each in self.marked(word)) or found.group()


def _has_e(word: str) -> bool:
    return any(letter in "eéèê" for letter in word)
