"""What is said of a picture."""

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
    """The words of a picture and its pieces."""

    def place_in_row(self, view: PictureView) -> str:
        """Return "Gambar 1 dari 3", or "Halaman 2 dari 12" for a page of a document."""
        number, count = view.number
        is_page = view.picture is not None and view.picture.page
        return (self._("Page {n} of {all}") if is_page else self._("Picture {n} of {all}")).format(n=number, all=count)

    def entry(self, view: PictureView, moment: Moment) -> list[str]:
        """Return which picture it is, and its piece."""
        told = [f"{self.place_in_row(view)}."]
        if view.machine:
            told.append(self._("Read by a machine, may be wrong."))
        return [*told, *self._piece(view)]

    def turned(self, view: PictureView, moment: Moment) -> list[str]:
        """Return the piece, or what can be done where nothing stands there."""
        return self._piece(view) or self.hint(view, "")

    def focused(self, view: PictureView, focus: str, moment: Moment) -> list[str]:
        """Return the piece that is shown."""
        return self._piece(view)

    def hint(self, view: PictureView, focus: str) -> list[str]:
        """Return that the keys go from piece to piece."""
        return [self._keys_hint]

    def end(self, view: PictureView, focus: str, step: int) -> list[str]:
        """Return that there is no piece before or after."""
        return [self._(LAST) if step > 0 else self._(FIRST)]

    def standing(self) -> list[str]:
        """Return what can be done here, and that nothing lies before or after."""
        return [self._keys_hint, self._(FIRST), self._(LAST)]

    def aloud(self, view: PictureView, wording: ItemScript) -> Utterance:
        """Return what stands in the picture from the piece on that is shown, by *wording*, which is of its item; where no text was
        found, what the picture shows."""
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
        """Return "Bagian 4." and what stands there."""
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
