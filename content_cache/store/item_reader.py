"""Reader of the stored items: lists, months, counts, searches, events by day, sheets and answers."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from content_cache.model.items import Alert, Answer, Apart, Event, Item, Sheet
from content_cache.model.vocabulary import Category, Provenance
from content_cache.store.file import StoreFile
from content_cache.tables import conditions as queries
from content_cache.tables import item_rows, search_index
from content_cache.tables.item_rows import epoch

_ORDER = "pinned DESC, priority DESC, newest DESC, source, id"
_KEYS = "pinned, priority, newest, source, id"  # what _ORDER needs
_OLD = 30 * 86_400  # seconds after which news is old
_PAST = 0.8  # factor on the score of past or old items
_CHECK = 0.75  # and for a check, which says what goes round and what is so: two titles
# services stand, events are to come, all else is of these days
_WEIGHT = f"""CASE items.category WHEN '{Category.SERVICE.value}' THEN 1
    WHEN '{Category.EVENT.value}'
        THEN CASE WHEN EXISTS (SELECT 1 FROM occurrences WHERE item = items.row AND ends <= ?)
            AND NOT EXISTS (SELECT 1 FROM occurrences WHERE item = items.row AND ends > ?) THEN {_PAST} ELSE 1 END
    ELSE CASE WHEN newest <= ? - {_OLD} THEN {_PAST} ELSE 1 END
        * CASE items.category WHEN '{Category.CLARIFICATION.value}' THEN {_CHECK} ELSE 1 END END"""  # noqa: S608 - names of our own
_KNOWN = frozenset(category.value for category in Category)  # a newer program may have written others
_MOST_NAMED = 50  # messages in one statement
_MINUTE = timedelta(minutes=1)


class ItemReader:
    """Reader of the items in *file*, for the thread that opened it. All methods raise StoreError alone."""

    def __init__(self, file: StoreFile) -> None:
        self._file = file

    def count(self) -> int:
        """Count the stored items that lists show, without sheets of the day and answers."""
        return int(self._file.value("SELECT count(*) FROM items WHERE category NOT IN (?, ?)", *Apart))

    def items(
        self,
        category: Category | None = None,
        *,
        search: str = "",
        during: tuple[datetime, datetime] | None = None,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        groups: Collection[str] = (),
        source: str = "",
        provenance: Provenance | None = None,
        others: bool = False,
        since: int = 0,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Item]:
        """Return items in the order of lists: pinned first, then by priority, then the newest (published, else first seen).

        *search*: words that begin words of the item or share a stem with them. The order is then by how many and how rare
        the matching words are, then by nearness in time. An event that takes place *during* a time counts for more.

        *published_by* hides items that are published later, *expired_at* those expired by then; None hides nothing. *area*
        is the place's Kemendagri code: items count for it, for areas that contain it, and for everywhere. *groups* are the
        place's groups, none meaning all. *since* leaves out items up to that revision. *provenance* selects its items, or
        with *others* all but those. The first *offset* items are skipped.
        """
        conditions = (
            *queries.of_category(category),
            *queries.within_dates(published_by, expired_at),
            *queries.in_area(area, groups),
            *queries.of_source(source),
            *queries.vouched_by(provenance, others=others),
            *queries.later_than(since),
            *(() if source else queries.without_doubles()),
        )
        if not search.strip():
            return self._items_where(limit, offset, conditions)
        return self._found(search, during, published_by, limit, offset, conditions)

    def _found(
        self,
        search: str,
        during: tuple[datetime, datetime] | None,
        now: datetime | None,
        limit: int | None,
        offset: int,
        conditions: Sequence[queries.Condition],
    ) -> list[Item]:
        """Return the items that match *search*, by score.

        An item must have more than half of the weight of the first one's words. Past or old items, and fact-checks, count
        for less.
        """
        which, values = queries.where(conditions)
        span = (during[0].timestamp(), during[1].timestamp()) if during else None
        today = epoch(now)

        def look(connection: Any) -> list[Item]:
            scored, words = search_index.scores(connection, search, span)
            chosen = f"""SELECT row FROM (
                    SELECT row, score * weight AS score, cover, {_KEYS},
                        first_value(cover) OVER (ORDER BY score * weight DESC, cover DESC) AS best
                    FROM (SELECT items.row AS row, score, cover, {_WEIGHT} AS weight, {_KEYS}
                        FROM ({scored}) AS scored CROSS JOIN items ON items.row = scored.row WHERE {which}))
                WHERE cover * 3 > best * 2 ORDER BY score DESC, {_ORDER} LIMIT ? OFFSET ?"""  # noqa: S608 - values are bound
            bound = (today, today, today, *words, *values, -1 if limit is None else limit, offset)
            rows = [row for (row,) in connection.execute(chosen, bound)]
            read = f"SELECT {item_rows.COLUMNS} FROM items WHERE row = ?"  # noqa: S608 - names of our own
            # one may have gone since it was chosen
            items = item_rows.items_of(
                connection, (found for row in rows for found in connection.execute(read, (row,)))
            )
            return list(items.values())

        return self._file.read(look)

    def ends_of(self, alerts: Iterable[Alert], *, expired_by: datetime) -> list[Item]:
        """Return the Updates and Cancels of *alerts* that have themselves expired by *expired_by*, which `items` therefore
        leaves out.

        An alert that they ended stays ended, however long it said that it holds.
        """
        of = [alert for alert in alerts if alert.identifier and alert.published and alert.published <= expired_by]
        sent = min((alert.published for alert in of if alert.published), default=None)
        if sent is None:
            return []
        names = [alert.identifier for alert in of] if len(of) <= _MOST_NAMED else []  # beyond that, all ends
        # an SMS says its time in whole minutes
        return self._items_where(None, 0, tuple(queries.ends_of(names, sent - _MINUTE, expired_by)))

    def tallies(
        self,
        new_since: datetime,
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        groups: Collection[str] = (),
        provenance: Provenance | None = None,
        others: bool = False,
    ) -> dict[Category, tuple[int, int]]:
        """Return by category how many items `items` would list, and how many of them could first be seen after *new_since*."""
        which, values = queries.where(
            queries.within_dates(published_by, expired_at),
            queries.in_area(area, groups),
            queries.vouched_by(provenance, others=others),
            queries.without_doubles(),
        )
        new = "max(seen_first, coalesce(publish_from, 0)) > ?"
        query = f"SELECT category, count(*), sum({new}) FROM items WHERE {which} GROUP BY category"  # noqa: S608
        found = self._file.read(lambda c: c.execute(query, (new_since.timestamp(), *values)).fetchall())
        return {Category(category): (total, new) for category, total, new in found if category in _KNOWN}

    def months(
        self,
        category: Category,
        *,
        utc_offset: timedelta,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        groups: Collection[str] = (),
        provenance: Provenance | None = None,
        others: bool = False,
    ) -> list[tuple[date, int]]:
        """Return the months in the list that `items` returns: (first day, index of its first item), newest first.

        Pinned items and those with a priority come before all and belong to no month. Days begin *utc_offset* from UTC.
        """
        which, values = queries.where(
            queries.of_category(category),
            queries.within_dates(published_by, expired_at),
            queries.in_area(area, groups),
            queries.vouched_by(provenance, others=others),
            queries.without_doubles(),
        )
        query = f"""SELECT CASE WHEN pinned OR priority THEN '' ELSE strftime('%Y-%m-01', newest + ?, 'unixepoch') END AS month,
            count(*) FROM items WHERE {which} GROUP BY month"""  # noqa: S608 - values are bound
        counted = dict(self._file.read(lambda c: c.execute(query, (utc_offset.total_seconds(), *values)).fetchall()))
        place = counted.pop("", 0)
        begun = []
        for month in sorted(filter(None, counted), reverse=True):
            begun.append((date.fromisoformat(month), place))
            place += counted[month]
        return begun

    def _items_where(self, limit: int | None, offset: int, conditions: Sequence[queries.Condition]) -> list[Item]:
        which, values = queries.where(conditions)
        # chosen by an index that covers all conditions: rows, which are long, are read only when they are among the first
        query = f"""SELECT {item_rows.COLUMNS} FROM items
            WHERE row IN (SELECT row FROM items WHERE {which} ORDER BY {_ORDER} LIMIT ? OFFSET ?)
            ORDER BY {_ORDER}"""  # noqa: S608 - values are bound
        values = (*values, -1 if limit is None else limit, offset)
        return self._file.read(lambda c: list(item_rows.items_of(c, c.execute(query, values)).values()))

    def sheets(
        self,
        *,
        published_by: datetime | None,
        expired_at: datetime | None,
        area: str = "",
        groups: Collection[str] = (),
    ) -> list[Sheet]:
        """Return the sheets of the day, the newest first; the filters are those of `items`."""
        conditions = (
            *queries.of_category(Apart.SHEET),
            *queries.within_dates(published_by, expired_at),
            *queries.in_area(area, groups),
        )
        return [item for item in self._items_where(None, 0, conditions) if isinstance(item, Sheet)]

    def answers(self, *, published_by: datetime | None, expired_at: datetime | None, area: str = "") -> list[Answer]:
        """Return the answers to residents' questions, the newest first; the filters are those of `items`."""
        conditions = (
            *queries.of_category(Apart.ANSWER),
            *queries.within_dates(published_by, expired_at),
            *queries.in_area(area),
        )
        return [item for item in self._items_where(None, 0, conditions) if isinstance(item, Answer)]

    def alike(
        self,
        category: Category,
        words: Collection[str],
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        groups: Collection[str] = (),
        limit: int,
    ) -> list[Item]:
        """Return the items of *category* that have most of *words*, by rarity; the other arguments are those of `items`."""
        which, values = queries.where(
            (
                *queries.of_category(category),
                *queries.within_dates(published_by, expired_at),
                *queries.in_area(area, groups),
                *queries.without_doubles(),
            )
        )

        def look(connection: Any) -> list[Item]:
            chosen = f"SELECT row FROM items WHERE {which} ORDER BY {_ORDER}"  # noqa: S608 - values are bound
            ours = [row for (row,) in connection.execute(chosen, values)]
            scored = search_index.most_alike(connection, words, ours)
            rows = heapq.nlargest(limit, scored, key=scored.__getitem__)
            read = f"SELECT {item_rows.COLUMNS} FROM items WHERE row = ?"  # noqa: S608 - names of our own
            found = (each for row in rows for each in connection.execute(read, (row,)))
            return list(item_rows.items_of(connection, found).values())

        return self._file.read(look)

    def rarities(self, words: Collection[str]) -> dict[str, float]:
        """Return the rarity of each word among all stored items."""
        return self._file.read(lambda c: search_index.rarities(c, words))

    def suggestions(self, typed: str, count: int = search_index.SUGGESTIONS) -> list[str]:
        """Return queries to offer for *typed*, the text so far; each of them finds something."""
        return self._file.read(lambda c: search_index.suggestions(c, typed, count))

    def mended(self, search: str) -> str:
        """Return the query with misspelt words corrected, or "" if nothing has to be corrected."""
        return self._file.read(lambda c: search_index.mended(c, search))

    def item(self, id: str, *, source: str = "") -> Item | None:  # noqa: A002 - the field's name
        """Return the item with this id: of *source*, or the newest of all sources that use the id; None if there is none.

        A hall's notice that its office took over is returned in the office's form.
        """
        single, values = queries.where(queries.without_doubles())
        query = f"""SELECT {item_rows.COLUMNS} FROM items WHERE id = ? AND (? IN ('', source))
            ORDER BY {single} DESC, newest DESC"""  # noqa: S608 -- values are bound
        found = self._file.read(lambda c: item_rows.items_of(c, c.execute(query, (id, source, *values))))
        return next(iter(found.values()), None)

    def has_item(self, id: str, source: str) -> bool:  # noqa: A002 - the field's name
        """Return whether an item with this id and source is stored, without reading it."""
        query = "SELECT 1 FROM items WHERE source = ? AND id = ?"
        return self._file.read(lambda c: c.execute(query, (source, id)).fetchone()) is not None

    def occurrences(
        self,
        first: datetime,
        last: datetime,
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        groups: Collection[str] = (),
    ) -> list[Event]:
        """Return the events in [first, last) by start, one for each occurrence, with the times of that occurrence.

        The filters are those of `items`.
        """
        which, values = queries.where(
            queries.within_dates(published_by, expired_at), queries.in_area(area, groups), queries.without_doubles()
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
