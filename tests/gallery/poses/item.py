"""Ways to the items that the pages of this family are pictured with."""

from __future__ import annotations

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.shown import ArticleView, ListView
from kiosk.content.views.tables import tables
from kiosk.installation import Refusal
from tests.gallery.posing import Poses

_POSTED = (Category.ANNOUNCEMENT, Category.NEWS)
_DOCUMENTED = (Category.SERVICE, Category.ANNOUNCEMENT, Category.NEWS)


class ItemPoses(Poses):
    """Poses of a page that shows an item: the shot's own, or the first that has what the state shows."""

    def open_item(self, posed: StillKiosk, category: Category = Category.NEWS) -> None:
        """Open the shot's item, else the first of *category*.

        Raises Refusal for an item that is not there.
        """
        wanted, navigation = self.shot.item, posed.controller.navigation
        posed.controller.home()
        if wanted is None:
            navigation.open_category(str(category))
            self._open_first(posed)
            return
        before = posed.board.screen
        navigation.open_item(wanted)
        if posed.board.screen == before:
            raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)

    def open_poster(self, posed: StillKiosk) -> None:
        """Open the first item that a poster is the most of; where there is none, the first with a picture."""
        moment, navigation = posed.clock.read(), posed.controller.navigation
        posed.controller.home()
        found = [item for each in _POSTED for item in posed.repository.items(each, moment) if item.picture]
        for item in (*found, *found[:1]):
            navigation.open_item(item.id)
            view = posed.board.view
            if isinstance(view, ArticleView) and view.poster:
                return
            posed.controller.home()
        if found:
            navigation.open_item(found[0].id)

    def open_tabled(self, posed: StillKiosk) -> None:
        """Open the shot's item, else the first news with a table."""
        if self.shot.item is not None:
            self.open_item(posed)
            return
        moment = posed.clock.read()
        found = [item for item in posed.repository.items(Category.NEWS, moment) if tables(item)]
        posed.controller.home()
        if found:
            posed.controller.navigation.open_item(found[0].id)

    def open_document(self, posed: StillKiosk) -> None:
        """Open the first item that has a document."""
        moment = posed.clock.read()
        posed.controller.home()
        for item in (item for each in _DOCUMENTED for item in posed.repository.items(each, moment)):
            if item.document is not None:
                posed.controller.navigation.open_item(item.id)
                return

    def _open_first(self, posed: StillKiosk) -> None:
        """Open the first that a feed has brought: ways into the day's pages stand above it. An empty list stays as it is."""
        page, turn = posed.controller.page(posed.board.screen), posed.controller.navigation
        if not isinstance(posed.board.view, ListView):
            if not page.shown.events:  # a month without one
                posed.controller.next()
            page.open_event(0)
            return
        while isinstance(listing := posed.board.view, ListView):
            of_feeds = [index for index, item in enumerate(listing.rows) if item.source]
            if of_feeds:
                page.open_row(of_feeds[0])
            if of_feeds or listing.page + 1 >= listing.pages:
                return
            turn.page_down()
