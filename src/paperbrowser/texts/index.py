"""The words of the stored texts, in the cache folder: grows by what is stored, and is asked by `text:`.

A database of SQLite with a full-text index of folded words; the texts themselves are not in it. It can be
made again at any time from the texts. Another session that writes at the same time is waited for.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers import words
from paperbrowser.papers.article import Article
from paperbrowser.papers.model import Paper
from paperbrowser.reading.works import TITLE, names_of, sure_names
from paperbrowser.system import paths
from paperbrowser.system.progress import Progress
from paperbrowser.texts import articles

_VERSION = 1  # of the tables and of how words are made
_PATIENCE = 5.0  # seconds that another session is waited for
_MOST_LEFT_OVER = 200  # rows of texts that are gone, until all is made again
_TABLES = """
CREATE TABLE texts(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, stamp TEXT);
CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='ascii', prefix='2 3');
"""


class TextIndexError(Exception):
    """The words of the texts cannot be searched. `str()` is a sentence."""


def words_of(article: Article) -> str:
    """Return the folded words of a text with blanks between them; its references are left out."""
    parts = (article.title, article.authors, *(block.text for block in article.blocks))
    return " ".join(map(words.title_key, parts))


def add(stored: StoredText, article: Article) -> None:
    """Add a text that was stored just now; where that fails, `update` does it later."""
    with contextlib.suppress(TextIndexError, OSError), _opened() as database:
        _put(database, stored, words_of(article))


def update(progress: Progress | None = None) -> None:
    """Add the texts that are stored and not in the index yet, and take out those that are gone.

    Args:
        progress: called with the share that is done; it may raise StoppedError.

    Raises:
        TextIndexError: the index cannot be written.
        StoppedError: `progress` raised it; what was added stays.
    """
    every = {one.name: one for one in stored_texts.every() if one.name}
    with _opened() as database:
        known = dict(database.execute("SELECT name, stamp FROM texts"))
        gone = [(name,) for name in known if name not in every]
        if gone:
            with database:
                database.executemany("DELETE FROM texts WHERE name = ?", gone)
        new = [one for one in every.values() if known.get(one.name) != _stamp(one)]
        for done, one in enumerate(new):
            if progress is not None:
                progress(done / len(new))
            try:
                text = words_of(articles.text_of(one))
            except (ReadError, OSError):
                text = ""  # not to be read again and again
            _put(database, one, text)


def search(phrase: Sequence[str], *, begun: bool = False) -> Mapping[str, float]:
    """Return how well the texts match that have some words side by side, by the names of their works.

    Args:
        phrase: folded words, in parts.
        begun: whether the last one may be the beginning of a word.

    Raises:
        TextIndexError: the index cannot be read.
    """
    asked = " ".join(phrase).replace('"', "")
    if not asked:
        return {}
    wanted = f'"{asked}"{"*" if begun else ""}'
    with _opened() as database:
        rows = database.execute(
            "SELECT texts.name, -words.rank FROM words JOIN texts ON texts.id = words.rowid "
            "WHERE words MATCH ?",
            (wanted,),
        )
        return dict(rows)


def names() -> list[str]:
    """Return the names of the works whose texts are in the index.

    Raises:
        TextIndexError: the index cannot be read.
    """
    with _opened() as database:
        return [name for (name,) in database.execute("SELECT name FROM texts")]


class PaperTextWords:
    """Finds which of some papers have words in their texts; see `search.texts.TextWords`."""

    def __init__(self, places: Mapping[str, Sequence[int]]) -> None:
        """Search some texts.

        Args:
            places: the positions of the papers that have a text, by the name that it is stored by.
        """
        self._places = places
        self._found = lru_cache(maxsize=200)(self._search)  # facets ask again and again

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> "PaperTextWords":
        """Find out which papers have texts in the index.

        Raises:
            TextIndexError: the index cannot be read.
        """
        known = {*names()}
        unsure = any(name.startswith((TITLE, "id:")) for name in known)
        places: dict[str, list[int]] = {}
        if known:
            for at, paper in enumerate(papers):
                for name in names_of(paper) if unsure else sure_names(paper):
                    if name in known:
                        places.setdefault(name, []).append(at)
        return cls(places)

    def having(self, words: Sequence[str], *, begun: bool = False) -> Mapping[int, float]:
        """Return the papers whose texts have words side by side; none where they cannot be searched."""
        return self._found(tuple(words), begun)

    def _search(self, phrase: tuple[str, ...], begun: bool) -> Mapping[int, float]:
        if not phrase or not self._places:
            return {at: 0.0 for places in self._places.values() for at in places}
        try:
            found = search(phrase, begun=begun)
        except TextIndexError:
            return {}
        return {
            at: score
            for name, score in found.items()
            if name in self._places
            for at in self._places[name]
        }


NO_TEXTS = PaperTextWords({})


def prepared(papers: Sequence[Paper], progress: Progress | None = None) -> PaperTextWords:
    """Bring the index up to date, and return what finds words in the texts of some papers.

    Args:
        papers: in the order of their positions.
        progress: see `update`.

    Raises:
        TextIndexError: the index cannot be read or written.
        StoppedError: see `update`.
    """
    update(progress)
    return PaperTextWords.of(papers)


def _put(database: sqlite3.Connection, stored: StoredText, text: str) -> None:
    with database:
        database.execute("DELETE FROM texts WHERE name = ?", (stored.name,))
        row = database.execute(
            "INSERT INTO texts(name, stamp) VALUES(?, ?)", (stored.name, _stamp(stored))
        )
        database.execute("INSERT INTO words(rowid, body) VALUES(?, ?)", (row.lastrowid, text))


def _stamp(stored: StoredText) -> str:
    try:
        status = stored.path.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


@contextlib.contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """Open the database, made anew where there is none that fits.

    Raises:
        TextIndexError: it cannot be read or written.
    """
    path = paths.cache() / "texts" / "words.db"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _connected(path)
        except (sqlite3.DatabaseError, ValueError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.unlink(missing_ok=True)  # damaged, or of another version
            database = _connected(path)
        try:
            yield database
        finally:
            database.close()
    except (sqlite3.Error, OSError, ValueError) as error:
        raise TextIndexError(f"the texts cannot be searched: {error}") from None


def _connected(path: Path) -> sqlite3.Connection:
    """Return a connection to the database.

    Raises:
        ValueError: it is of another version, or full of texts that are gone.
        sqlite3.Error: it cannot be read or written, or is damaged.
    """
    database = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if not version:
            with database:
                database.execute("BEGIN IMMEDIATE")
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if not version:  # another session may have made it meanwhile
                    for line in filter(str.strip, _TABLES.split(";\n")):
                        database.execute(line)
                    database.execute(f"PRAGMA user_version = {_VERSION}")
                    version = _VERSION
        if version != _VERSION or _is_full(database):
            raise ValueError("of another version")
    except BaseException:
        database.close()
        raise
    return database


def _is_full(database: sqlite3.Connection) -> bool:
    """Return whether most of the index is about texts that are gone."""
    count, last = database.execute(
        "SELECT count(*), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'texts'), 0) FROM texts"
    ).fetchone()
    return bool(last - count > max(_MOST_LEFT_OVER, 2 * count))
