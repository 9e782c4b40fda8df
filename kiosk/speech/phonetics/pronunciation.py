"""Words for an espeak voice: those whose sounds it guesses wrong in phoneme brackets, "rapat [[d'Esa]]".

espeak-ng guesses the letter e, and says loanwords by Indonesian spelling. The right sounds come from, in this order:

- `pronunciation.tsv`: loanwords, letter names, words that the lexicon has wrong;
- the marks é, è and ê in the word itself (EYD V), so that a local name of kiosk.toml tells its own sound;
- names within a sentence (`names.txt`, `names_asked.txt`);
- the lexicon of `letter_e`, names, and the offices' clippings (`clippings`);
- for an unknown name, other names (`name_guess`);
- the rules of `letter_e`.

Foreign letters are read by today's spelling (`foreign`). A word without e and without such letters is left to the
voice.
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.phonetics.clippings import clipped
from kiosk.speech.phonetics.foreign import modern
from kiosk.speech.phonetics.letter_e import LetterE, known_names, letter_e, name_guesser
from kiosk.speech.phonetics.phonemes import phonemes

TABLE = "pronunciation.tsv"
LONGEST = 40  # letters of the longest word
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_KNOWN = re.compile(r"[a-zéèê']+")
_BEGINS = re.compile(r"(?:^|[.!?:])[^\w]*$")
_BRACKETS = str.maketrans("[]", "  ")


class Pronunciation:
    """Pronunciation of words.

    It reads its tables with the first word that needs them; they belong into the process that speaks.
    """

    def __init__(self, letter: LetterE | None = None) -> None:
        self._letter = letter

    def spoken(self, text: str, language: str = "id") -> str:
        """Return the text for espeak-ng with its phoneme mode on.

        Brackets in the text itself are removed: they command nothing. English, which has a voice of its own, is
        otherwise left as it is.
        """
        plain = text.translate(_BRACKETS)
        return plain if language == "en" else _WORD.sub(self._word, plain)

    def marked(self, word: str, *, capital: bool = False, inside: bool = False) -> tuple[str, ...]:
        """Return a word in small letters as it sounds, each taling marked é: one word, or several for some loanwords.

        Return () if it is no word of Latin letters. *capital*: it is written with one. *inside*: it does not begin a
        sentence.
        """
        if respelled := read_table(TABLE, __package__).get(word):
            return tuple(respelled.replace("è", "é").replace("ê", "e").split())
        if len(word) > LONGEST or not _KNOWN.fullmatch(word):
            return ()
        if capital and inside and (name := known_names().get(word)):
            return (modern(name, name=True),)
        if not _has_e(word):
            return (modern(word, name=capital),)
        return (self._with_e(word, capital=capital, inside=inside),)

    def _with_e(self, word: str, *, capital: bool, inside: bool) -> str:
        if self._letter is None:
            self._letter = letter_e()
        if self._letter.has(word) or any(sign in word for sign in "éèê"):
            return self._letter.marked(word)
        known = self._letter.knows(word, name=capital and inside)
        if told := (None if known else known_names().get(word)) or clipped(word):
            return modern(told, name=capital)
        if capital and not known:
            return modern(name_guesser().marked(word), name=True)
        return self._letter.marked(word)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group().lower()
        capital = found.group()[0].isupper()
        marked = self.marked(word, capital=capital, inside=within(found.string, found.start()))
        if marked == (word,) and not _has_e(word):
            return found.group()
        return " ".join(f"[[{phonemes(each)}]]" for each in marked) or found.group()


def within(text: str, place: int) -> bool:
    """Return whether a word stands before this place in its sentence."""
    return _BEGINS.search(text[:place]) is None


def _has_e(word: str) -> bool:
    return any(letter in "eéèê" for letter in word)
