"""What lists and searches ask of the store. `Store` is one; kept apart from how it writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from content_cache.model.items import Category, Event, Item, Provenance
from content_cache.store.file import StoreFile
from content_cache.tables import conditions as queries
from content_cache.tables import item_rows, search_index
from content_cache.tables.item_rows import epoch

_ORDER = "pinned DESC, priority DESC, newest DESC, source, id"
_KNOWN = frozenset(category.value for category in Category)  # a newer program may have written others


class Listing:
    """The readings of a store that is open."""

    _file: StoreFile

    def items(
        self,
        category: Category | None = None,
        *,
        search: str = "",
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        source: str = "",
        provenance: Provenance | None = None,
        others: bool = False,
        since: int = 0,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Item]:
        """Items as lists show them: pinned first, then by priority, then the newest (published, else first seen).

        `search`: each of its words begins a word of the item or shares a stem with one; where there is no such item, any of
        them does. `published_by` hides what is to be published later than that, `expired_at` what has expired by then; None
        hides nothing. `area` is the place's Kemendagri code: items for it, for what it lies in, and for everywhere. `since`
        leaves out what that revision had already. `provenance` asks for those it vouches for, or with `others` for all but
        those. The first `offset` are passed over.
        """
        conditions = (
            *queries.of_category(category),
            *queries.shown(published_by, expired_at),
            *queries.in_area(area),
            *queries.of_source(source),
            *queries.vouched_by(provenance, others=others),
            *queries.later_than(since),
            *(() if source else queries.without_doubles()),
        )
        every = (*conditions, *queries.with_words(search))
        found = self._listed(limit, offset, every)
        if not found and search and not (offset and self._listed(1, 0, every)):
            found = self._listed(limit, offset, (*conditions, *queries.with_words(search, every=False)))
        return found

    def tallies(
        self,
        new_since: datetime,
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        provenance: Provenance | None = None,
        others: bool = False,
    ) -> dict[Category, tuple[int, int]]:
        """Of each category how many items `items` would list, and how many of them were first seen after `new_since`."""
        which, values = queries.where(
            queries.shown(published_by, expired_at),
            queries.in_area(area),
            queries.vouched_by(provenance, others=others),
            queries.without_doubles(),
        )
        query = f"SELECT category, count(*), sum(seen_first > ?) FROM items WHERE {which} GROUP BY category"  # noqa: S608
        found = self._file.read(lambda c: c.execute(query, (new_since.timestamp(), *values)).fetchall())
        return {Category(category): (total, new) for category, total, new in found if category in _KNOWN}

    def _listed(self, limit: int | None, offset: int, conditions: Sequence[queries.Condition]) -> list[Item]:
        which, values = queries.where(conditions)
        # chosen by an index that covers all conditions: rows, which are long, are read only when they are among the first
        query = f"""SELECT {item_rows.COLUMNS} FROM items
            WHERE row IN (SELECT row FROM items WHERE {which} ORDER BY {_ORDER} LIMIT ? OFFSET ?)
            ORDER BY {_ORDER}"""  # noqa: S608 - values are bound
        values = (*values, -1 if limit is None else limit, offset)
        return self._file.read(lambda c: list(item_rows.items_of(c, c.execute(query, values)).values()))

    def suggestions(self, typed: str, count: int = search_index.SUGGESTIONS) -> list[str]:
        """Queries to offer for what is typed so far, each of which finds something."""
        return self._file.read(lambda c: search_index.suggestions(c, typed, count))

    def item(self, id: str, *, source: str = "") -> Item | None:  # noqa: A002 - the field's name
        """The item of that id; of several sources that use it, the newest unless `source` says which. A notice of the hall that
        its office took over is the office's."""
        single, values = queries.where(queries.without_doubles())
        query = f"""SELECT {item_rows.COLUMNS} FROM items WHERE id = ? AND (? IN ('', source))
            ORDER BY {single} DESC, newest DESC"""  # noqa: S608 -- values are bound
        found = self._file.read(lambda c: item_rows.items_of(c, c.execute(query, (id, source, *values))))
        return next(iter(found.values()), None)

    def occurrences(
        self,
        first: datetime,
        last: datetime,
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
    ) -> list[Event]:
        """What takes place in [first, last), by start: each event once an occurrence, with that one's times as its own.

        The filters are those of `items`.
        """
        which, values = queries.where(
            queries.shown(published_by, expired_at), queries.in_area(area), queries.without_doubles()
        )
        query = f"""SELECT {item_rows.COLUMNS}, position FROM occurrences JOIN items ON item = row
                    WHERE starts < ? AND (ends > ? OR starts >= ?) AND {which}
                    ORDER BY starts, ends, source, id"""  # noqa: S608 - values are bound
        begin, end = epoch(first), epoch(last)

        def look(connection: Any) -> list[tuple[Item | None, int]]:
            found = connection.execute(query, (end, begin, begin, *values)).fetchall()
            events = item_rows.items_of(connection, {row[0]: row[:5] for row in found}.values())
            return [(events.get(row), position) for row, *_, position in found]

        return [item_rows.at(event, position) for event, position in self._file.read(look) if isinstance(event, Event)]
