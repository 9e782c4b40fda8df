"""The store's index of words, and of the files that items name: what is derived of an item to find it by."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from content_cache.model.codec import item_from_json
from content_cache.model.items import Answer, Item, Sheet
from content_cache.model.vocabulary import Category
from content_cache.model.voices import VOICED
from content_cache.tables import picture_rows
from content_cache.text import search_terms, typos

SUGGESTIONS = 3
_LOOKED_AT = 40  # items whose words are weighed for a suggestion
_CHARACTERS = 2000  # of the text of each
_AT_ONCE = 200  # items that are read to be indexed
_LOOKS, _FURTHER = 800, 120  # words that a mistyped one may stand for: looked for, and beyond the first that is there
_SERVING = frozenset({"layanan", "pelayanan", "pengurusan", "pembuatan", "penerbitan", "jadwal"})  # of any service
_VOICED_FROM = 1_000  # positions of spoken sentences, after all that an item shows
_SLIGHTLY = 0.25  # share of its rarity that counts for a question word
_FREQUENT = 3000  # items: a word that so many have is looked for among what rarer ones find
_NOT_RARE = 500  # items: a word that so many have tells two claims apart no better than one that more have
_COMPARED = 200  # words of a message
_BEGINNING = 3  # letters: what has less is a word just begun
_OF_TITLES = 3  # a word of a title counts as that many of texts

# Nothing but the index is kept of the texts (contentless, FTS5 section 4.4.3): the items themselves are in `items`. No positions
# either: the index would be thrice as large, and its merges, which deleting on a full disk starts, would need that room.
SCHEMA = (
    """CREATE VIRTUAL TABLE search USING fts5(title, text, stems, content = '', contentless_delete = 1,
        detail = column, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')""",
    """INSERT INTO search (rowid, title, text, stems)
        SELECT row, indexed_title(body), indexed_text(body), indexed_stems(body) FROM items""",
    "CREATE TRIGGER items_leave_search AFTER DELETE ON items BEGIN DELETE FROM search WHERE rowid = old.row; END",
    """CREATE TABLE attachments (
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        type TEXT NOT NULL,
        size INTEGER NOT NULL,       -- in bytes as the feed says, 0 where it does not
        PRIMARY KEY (item, position)) WITHOUT ROWID""",
    "CREATE INDEX attachments_by_url ON attachments (url)",
    """INSERT INTO attachments SELECT row, key, json_extract(value, '$.url'), coalesce(json_extract(value, '$.type'), ''), 0
        FROM items, json_each(CASE WHEN json_valid(body) THEN body ELSE '{}' END, '$.attachments')
        WHERE json_extract(value, '$.url') IS NOT NULL""",
)


def register(connection: sqlite3.Connection) -> None:
    """Register the SQL functions that the migration calls."""
    for n, name in enumerate(("indexed_title", "indexed_text", "indexed_stems")):
        connection.create_function(name, 1, _column(n), deterministic=True)


def _column(n: int) -> Callable[[str], str]:
    return partial(_indexed, n)


@lru_cache(maxsize=4)
def _known_columns(body: str) -> tuple[str, str, str]:
    return _columns(body)


def _indexed(n: int, body: str) -> str:
    return _known_columns(body)[n]


def _columns(body: str, seen: str = "") -> tuple[str, str, str]:
    """Return the columns of the search index for an item, with the OCR text *seen* in its pictures."""
    try:
        item = item_from_json(body)
        return ("", "", "") if isinstance(item, Sheet | Answer) else search_terms.columns(item, seen)
    except ValueError:  # damaged, or of a newer program: it is not shown, and so not to be found
        return "", "", ""


def write_attachments(connection: sqlite3.Connection, items: Mapping[int, Item], known: Iterable[int]) -> None:
    """Store the files that *items*, by row, name, in place of those stored for the rows *known*."""
    connection.executemany("DELETE FROM attachments WHERE item = ?", ((row,) for row in known))
    connection.executemany(
        "INSERT INTO attachments VALUES (?, ?, ?, ?, ?)",
        (
            (row, n, one.url, one.type, one.size)
            for row, item in items.items()
            for n, one in enumerate(item.attachments)
        ),
    )
    connection.executemany(
        "INSERT INTO attachments VALUES (?, ?, ?, ?, ?)",
        (
            (row, _VOICED_FROM + n, one.url, VOICED, one.size)
            for row, item in items.items()
            if item.voice
            for n, one in enumerate(item.voice.sentences)
        ),
    )


def leave_for_later(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Note that the index is out of date for these rows."""
    connection.executemany("INSERT OR REPLACE INTO unindexed VALUES (?)", ((row,) for row in rows))


def is_behind(connection: sqlite3.Connection) -> bool:
    """Return whether stored items are still missing in the index."""
    return connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is not None


def catch_up(connection: sqlite3.Connection, portions: int | None = None) -> None:
    """Add what the index lacks, or *portions* of it, within a transaction.

    It reads a few rows at a time, to hold only those. Nothing between them may write: FTS5 flushes its memory whenever
    another statement opens a savepoint, which takes thrice as long.
    """
    last = -1
    look = "SELECT row, body FROM unindexed JOIN items USING (row) WHERE row > ? ORDER BY row LIMIT ?"
    while portions != 0 and (found := connection.execute(look, (last, _AT_ONCE)).fetchall()):
        portions = None if portions is None else portions - 1
        last = found[-1][0]
        seen = connection.execute("SELECT 1 FROM picture_texts LIMIT 1").fetchone() is not None
        more = {row: picture_rows.of_item(connection, row) for row, _ in found} if seen else {}
        connection.executemany(
            "INSERT OR REPLACE INTO search (rowid, title, text, stems) VALUES (?, ?, ?, ?)",
            ((row, *_columns(body, more.get(row, ""))) for row, body in found),
        )
    if portions == 0:
        connection.execute("DELETE FROM unindexed WHERE row <= ?", (last,))
    else:
        connection.execute("DELETE FROM unindexed")


def scores(
    connection: sqlite3.Connection, search: str, during: tuple[float, float] | None = None
) -> tuple[str, tuple[Any, ...]]:
    """Return a query of (row, cover, score) for items with any word of *search*, and its values.

    The cover is the weight of the words that an item has, the score how well it has them. A word counts by its rarity,
    twice in a title or a claim, and little if it is a question word. An event that takes place *during* a time (two epochs)
    counts as having one more word in its title.
    """
    stored = int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
    counted = [(count, word) for word in search_terms.counted_terms(search) if (count := _counted(connection, word))]
    # a letter or two that most items have say nothing of any: the newest are enough
    newest = len(counted) == 1 and len(counted[0][1]) < _BEGINNING
    look = "SELECT rowid AS row, ? AS cover, ? AS weight FROM search WHERE search MATCH ?"
    look = f"SELECT * FROM ({look} ORDER BY rowid DESC LIMIT {_FREQUENT})" if newest else look  # noqa: S608 - of our own
    parts: list[str] = []
    values: list[object] = []
    rarer: list[str] = []
    for count, word in sorted(counted, key=lambda each: (search_terms.is_slight(each[1]), *each)):
        slight = search_terms.is_slight(word)
        rarity = math.log(1 + stored / count) * (_SLIGHTLY if slight else 1)
        # a frequent word, or one that only asks, is looked for among what others found: alone it would bring no item among the hits
        among = f" AND ({' OR '.join(rarer)})" if rarer and (slight or count >= _FREQUENT) else ""
        for query, covers in ((search_terms.match(word), rarity), (search_terms.in_title(word), 0.0)):
            parts.append(look)
            values += covers, rarity, f"({query}){among}"
        if not (slight and rarer):
            rarer.append(search_terms.match(word))
    if during is not None:
        begin, end = during
        which = "FROM occurrences WHERE starts < ? AND (ends > ? OR starts >= ?)"
        held = connection.execute(f"SELECT count(DISTINCT item) {which}", (end, begin, begin)).fetchone()[0]
        rarity = math.log(1 + stored / max(held, 1))
        parts.append(f"SELECT DISTINCT item AS row, ? AS cover, ? AS weight {which}")
        values += rarity, 2 * rarity, end, begin, begin
    found = " UNION ALL ".join(parts) or "SELECT 0 AS row, 0 AS cover, 0 AS weight WHERE 0"
    query = f"SELECT row, round(sum(cover), 6) AS cover, round(sum(weight), 6) AS score FROM ({found}) GROUP BY row"  # noqa: S608
    return query, tuple(values)


def _counted(connection: sqlite3.Connection, word: str, most: int = -1) -> int:
    """Return how many items have *word*, not counting beyond *most*."""
    query = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(query, (search_terms.match(word), most)).fetchone()[0])


def rarities(connection: sqlite3.Connection, words: Iterable[str]) -> dict[str, float]:
    """Return the rarity of each word among the items, whole or by its roots.

    Words in more than _NOT_RARE items all count as equally common.
    """
    stored = int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
    count = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    found = {}
    for word in words:
        (held,) = connection.execute(count, (search_terms.whole(word), _NOT_RARE)).fetchone()
        found[word] = math.log(1 + stored / max(1, held))
    return found


def most_alike(connection: sqlite3.Connection, words: Iterable[str], among: Collection[int]) -> dict[int, float]:
    """Return, by row of *among*, how much each item shares of *words*, of which the rarest _COMPARED count.

    A word counts by its rarity, twice in a title or a claim.
    """
    counted = sorted(
        (count, word) for word in words if 0 < (count := _counted(connection, word, _FREQUENT)) < _FREQUENT
    )
    stored = int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
    found: dict[int, float] = dict.fromkeys(among, 0.0)
    for count, word in counted[:_COMPARED]:
        for query in (search_terms.match(word), search_terms.in_title(word)):
            for (row,) in connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (query,)):
                if row in found:
                    found[row] += math.log(1 + stored / count)
    return {row: score for row, score in found.items() if score}


def suggestions(connection: sqlite3.Connection, typed: str, count: int = SUGGESTIONS) -> list[str]:
    """Return up to *count* queries that find something.

    They complete the last word of *typed* or add a next one, the most frequent among the newest hits first; titles count
    for more. If nothing is typed, they are the subjects of services.
    """
    if not typed.strip() and (first := list(_services(connection))):
        return first[:count]
    begun, before = search_terms.prefix(typed), set(search_terms.split_words(typed))
    counts: Counter[str] = Counter()
    for title, text in _newest_texts(connection, search_terms.match(typed)):
        counts.update(dict.fromkeys(search_terms.split_words(title), _OF_TITLES))
        if begun:
            counts.update(dict.fromkeys(search_terms.split_words(text), 1))
    fit = [
        w for w, _ in counts.most_common() if w.startswith(begun) and w not in before and not search_terms.is_common(w)
    ]
    return [search_terms.completed(typed, word) for word in fit[:count]]


def _services(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the first meaningful word of each service's title, each once: "ktp" of "KTP elektronik dan kartu keluarga"."""
    told: set[str] = set()
    look = "SELECT body FROM items WHERE category = ? ORDER BY row DESC LIMIT ?"
    for (body,) in connection.execute(look, (Category.SERVICE.value, _LOOKED_AT)):
        with suppress(ValueError):
            title = search_terms.split_words(item_from_json(body).title)
            word = next((w for w in title if w not in _SERVING and not search_terms.is_common(w, shortest=3)), "")
            if word and word not in told:
                told.add(word)
                yield word


def _newest_texts(connection: sqlite3.Connection, query: str) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of the newest items that match *query*, or of the newest of all if it is "".

    Texts are cut to _CHARACTERS.
    """
    found = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    chosen = found if query else "SELECT row FROM items WHERE ? = '' AND category <> 'lembar' ORDER BY row DESC LIMIT ?"
    bodies = f"SELECT body FROM items WHERE row IN ({chosen})"  # noqa: S608 - values are bound
    for (body,) in connection.execute(bodies, (query, _LOOKED_AT)):
        with suppress(ValueError):  # damaged, or of a newer program: it is not shown
            item = item_from_json(body)
            yield item.title, item.text[:_CHARACTERS]


def mended(connection: sqlite3.Connection, search: str) -> str:
    """Return the query with misspelt words corrected, or "" if nothing has to be corrected.

    A word counts as misspelt if no item has a word that begins with it or shares a stem. Corrections that are whole words
    come first, then the more frequent ones.
    """
    written = search
    for word in search_terms.counted_terms(search):
        if search_terms.is_slight(word) or _hits(connection, search_terms.match(word)):
            continue
        best = max(_likely(connection, word), default=None)
        if best is None:
            continue
        written = search_terms.replaced(written, word, best[2])
    return written if written != search else ""


def _likely(connection: sqlite3.Connection, word: str) -> Iterator[tuple[int, int, str]]:
    """Yield (items with the whole word, items with words that begin so, correction) for possible corrections of *word*.

    Once a whole word was found, only a few more are tried.
    """
    looks = _LOOKS
    for other in typos.meant(word):
        if found := _hits(connection, f'{{title text}} : "{other}" *'):
            whole = _hits(connection, f'{{title text}} : "{other}"')
            looks = min(looks, _FURTHER) if whole else looks
            yield whole, found, other
        looks -= 1
        if looks <= 0:
            return


def _hits(connection: sqlite3.Connection, query: str) -> int:
    found = connection.execute("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT 50)", (query,))
    return int(found.fetchone()[0])
