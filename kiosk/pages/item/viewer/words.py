"""Words of a picture, spoken."""

from __future__ import annotations

from kiosk.core.clock import Moment
from kiosk.i18n.phrases import sentence
from kiosk.narration.page_words import PageWords
from kiosk.narration.picture_words import PictureWords
from kiosk.pages.item.viewer.view import PictureView
from kiosk.shell.page import FIRST, LAST
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.utterance import Utterance


class ViewerWords(PageWords[PictureView]):
    """Words of a picture and its pieces."""

    def place_in_row(self, view: PictureView) -> str:
        """Return the picture's number, such as "Gambar 1 dari 3", or "Halaman 2 dari 12" for a page of a document."""
        number, count = view.number
        is_page = view.picture is not None and view.picture.page
        return (self._("Page {n} of {all}") if is_page else self._("Picture {n} of {all}")).format(n=number, all=count)

    def entry(self, view: PictureView, moment: Moment) -> list[str]:
        """Return the picture's number and the text of the piece shown."""
        told = [f"{self.place_in_row(view)}."]
        if view.machine:
            told.append(self._("Read by a machine, may be wrong."))
        return [*told, *self._piece(view)]

    def turned(self, view: PictureView, moment: Moment) -> list[str]:
        """Return the text of the piece shown, or the hint if it has none."""
        return self._piece(view) or self.hint(view, "")

    def focused(self, view: PictureView, focus: str, moment: Moment) -> list[str]:
        """Return the text of the piece shown."""
        return self._piece(view)

    def hint(self, view: PictureView, focus: str) -> list[str]:
        """Return that the keys lead from piece to piece."""
        return [self._keys_hint]

    def end(self, view: PictureView, focus: str, step: int) -> list[str]:
        """Return that no piece lies before (*step* -1) or after (+1)."""
        return [self._(LAST) if step > 0 else self._(FIRST)]

    def standing(self) -> list[str]:
        """Return the lines of `hint` and `end`, which a slow voice synthesises ahead."""
        return [self._keys_hint, self._(FIRST), self._(LAST)]

    def aloud(self, view: PictureView, wording: ItemScript) -> Utterance:
        """Return the utterance with the picture's text from the piece shown on, worded by *wording* of its item.

        Without text it has the picture's description.
        """
        start = max(view.piece, 0)
        said = tuple(PictureWords(wording).pieces(view.pieces, start, machine=view.machine))
        if not any(each.block >= start for each in said):
            shows = view.picture.alt if view.picture else ""
            nothing = shows or self._("No text could be read in this picture.")
            said = notice("", [sentence(nothing)], wording).sentences
        return Utterance(view.utterance, said, wording.language)

    @property
    def _keys_hint(self) -> str:
        return self._("Press next for the next part, listen to hear all from here, home to go back to the start.")

    def _piece(self, view: PictureView) -> list[str]:
        """Return the piece's number and text, such as "Bagian 4." and its lines; the picture's description if it
        has no pieces.
        """
        if view.shown_piece is None:
            shows = view.picture.alt if view.picture else ""
            return [sentence(shows)] if shows else []
        told = view.shown_piece.joined_text
        lines = [self._unread(unread) if unread else told.text[start:end] for start, end, unread in told.parts()]
        return [self._("Part {n}.").format(n=view.piece + 1), *(sentence(line) for line in lines if line.strip(" ,"))]

    def _unread(self, count: int) -> str:
        if count == 1:
            return self._("One line could not be read, see the picture.")
        return self._("Some lines could not be read, see the picture.")
