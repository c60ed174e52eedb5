"""Quality and speed of the search, beside other engines: ``python -m tests.bench.search [CORPUS]``.

CORPUS has a paper a line as JSON (title, abstract, authors), gzipped or not; without it the sample profile
is searched. Queries are made as people type them, each for one paper: unfinished, shuffled, misspelt, both,
words of the abstract, run together, initials, words of title and abstract, author and title, and nonsense.

A table is printed with a row for each engine that is installed: the mean reciprocal rank among the first ten
(MRR@10; 1 is always first) overall and for each kind, the share of nonsense that was answered, milliseconds of a
whole query and of each keystroke of some, seconds to build, megabytes of the index, at most while building, and
at most with the papers. With ``--times K`` the corpus is repeated K times with its words in another order (ranks
mean less then), and a saved index is opened too. Changes of `search.index.weights` are judged by ``--seed 1 2 3 --per-kind 100``.
"""

import argparse
import gc
import gzip
import importlib
import json
import random
import re
import sqlite3
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from paperbrowser.insight.own_engine import OwnEngine
from paperbrowser.library import locate, store
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.words import STOP_WORDS, fold, parts, split
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue

BEST = 10
KEYSTROKES_OF = 40  # queries
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SLOWEST_FOR = 2_000  # papers; engines that look at each paper are run only up to so many
OPENED_FROM = 5_000  # papers


# Papers


def load(corpus):
    if corpus is None:
        return list(store.read(locate.sample().path).profile.papers)
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines if line.strip()]
    return [
        Paper(
            title=one["title"],
            authors=tuple(one.get("authors") or ()),
            abstract=one.get("abstract") or "",
        )
        for one in found
    ]


def repeated(papers, times, chance):
    """Return the papers, then `times - 1` copies of them with their words in random order."""

    def stirred(text):
        words = text.split()
        chance.shuffle(words)
        return " ".join(words)

    copies = [
        Paper(title=stirred(p.title), authors=p.authors, abstract=stirred(p.abstract))
        for _ in range(times - 1)
        for p in papers
    ]
    return [*papers, *copies]


# Queries


@dataclass(frozen=True)
class Asked:
    kind: str
    text: str
    paper: int | None  # position of the paper that it is for; None for nonsense


class Maker:
    """Makes queries for papers of a corpus."""

    def __init__(self, papers, chance):
        self.papers, self.chance = papers, chance
        self.titles = [split(fold(display.title(paper))) for paper in papers]
        self.abstracts = [set(split(fold(display.abstract(paper)))) for paper in papers]
        self.papers_with = Counter()
        for title, abstract in zip(self.titles, self.abstracts, strict=True):
            self.papers_with.update(abstract | set(title))
        self.same = Counter(map(tuple, self.titles))
        self.initials = Counter(
            "".join(word[0] for word in self.telling(title)[:size])
            for title in self.titles
            for size in (4, 5)
            if len(self.telling(title)) >= size
        )

    def ask(self, per_kind):
        """Make queries of every kind, fewer where the corpus is too small for so many."""
        kinds = {
            "unfinished": self.unfinished,
            "shuffled": self.shuffled,
            "misspelt": self.misspelt,
            "both": self.misspelt_unfinished,
            "abstract": self.abstract,
            "joined": self.run_together,
            "initials": self.of_initials,
            "title + abstract": self.title_abstract,
            "author + title": self.author_title,
        }
        made = []
        for kind, make in kinds.items():
            of_kind = []
            for _ in range(50 * per_kind):
                if len(of_kind) == per_kind:
                    break
                at = self.chance.randrange(len(self.papers))
                text = make(at) if self.same[tuple(self.titles[at])] == 1 else None
                if text:
                    of_kind.append(Asked(kind, text, at))
            made += of_kind
        return made + [Asked("nonsense", self.nonsense(), None) for _ in range(per_kind // 2)]

    def telling(self, words):
        return [word for word in words if word not in STOP_WORDS and len(word) > 2]

    def from_title(self, at, least, most):
        """Choose some words of a title in their order, one of which few other papers have."""
        words = list(dict.fromkeys(self.telling(self.titles[at])))
        if len(words) < least:
            return None
        places = self.chance.sample(
            range(len(words)), min(len(words), self.chance.randint(least, most))
        )
        chosen = [words[place] for place in sorted(places)]
        return chosen if self.rare(chosen) else None

    def rare(self, words):
        return min(self.papers_with[word] for word in words) <= max(3, len(self.papers) // 50)

    def begun(self, word):
        return (
            word
            if len(word) < 5
            else word[: self.chance.randint(max(3, len(word) // 2), len(word) - 1)]
        )

    def unfinished(self, at):
        words = self.from_title(at, 2, 4)
        return words and " ".join([*words[:-1], self.begun(words[-1])])

    def shuffled(self, at):
        words = self.from_title(at, 2, 4)
        if words is None:
            return None
        other = self.chance.sample(words, len(words))
        return None if other == words else " ".join(other)

    def slipped(self, word):
        """Return a word with a typing error; the first letter is right."""
        at = self.chance.randrange(1, len(word))
        row = next((row for row in KEYBOARD if word[at] in row), string.ascii_lowercase)
        key = row.find(word[at])
        beside = self.chance.choice(
            [row[key - 1 : key] or row[key + 1], row[key + 1 : key + 2] or row[key - 1]]
        )
        typed = self.chance.choice(
            [
                word[:at] + word[at + 1 :],  # missed
                word[:at] + beside + word[at + 1 :],  # beside
                word[:at] + beside + word[at:],  # two keys at once
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:at] + word[at + 1 :],
            ]
        )  # fmt: skip
        return typed if typed != word else word + word[-1]

    def with_slips(self, at):
        words = self.from_title(at, 2, 4) or []
        long = [
            place
            for place, word in enumerate(words)
            if len(word) > 4 and word.isascii() and word.isalpha()
        ]
        if not long:
            return None
        for place in self.chance.sample(long, min(len(long), self.chance.choice((1, 1, 2)))):
            words[place] = self.slipped(words[place])
        return words

    def misspelt(self, at):
        words = self.with_slips(at)
        return words and " ".join(words)

    def misspelt_unfinished(self, at):
        words = self.with_slips(at)
        return words and " ".join([*words[:-1], self.begun(words[-1])])

    def abstract(self, at, most=4):
        known = [
            word
            for word in self.telling(sorted(self.abstracts[at] - set(self.titles[at])))
            if word.isalpha() and self.papers_with[word] > 1
        ]
        rarest = sorted(known, key=lambda word: (self.papers_with[word], word))[:8]
        if len(rarest) < 4:
            return None
        return " ".join(self.chance.sample(rarest, self.chance.randint(2, most)))

    def run_together(self, at):
        title = self.titles[at]
        hyphened = [word for word in title if "-" in word and len(parts(word)) == 2]
        if hyphened and self.chance.random() < 0.5:
            chosen = self.chance.choice(hyphened)
            typed, gone = self.chance.choice(("", " ")).join(parts(chosen)), {chosen}
        else:
            telling = set(self.telling(title))
            neighbours = [
                (left, right)
                for left, right in pairwise(title)
                if {left, right} <= telling and (left + right).isalnum()
            ]
            if not neighbours:
                return None
            gone = set(self.chance.choice(neighbours))
            typed = "".join(sorted(gone, key=title.index))
        others = [word for word in self.telling(title) if word not in gone][:2]
        return " ".join([typed, *others]) if others and self.rare([*gone, *others]) else None

    def of_initials(self, at):
        words = self.telling(self.titles[at])
        size = self.chance.choice((4, 5))
        letters = "".join(word[0] for word in words[:size])
        alone = self.initials[letters] == 1 and not self.papers_with[letters]
        return letters if len(words) >= size and alone and letters.isalpha() else None

    def title_abstract(self, at):
        title, abstract = self.from_title(at, 1, 2), self.abstract(at, most=2)
        return title and abstract and " ".join([*title, abstract])

    def author_title(self, at):
        authors = self.papers[at].authors[:3]
        surname = split(fold(self.chance.choice(authors)))[-1:] if authors else []
        title = self.from_title(at, 1, 2)
        return " ".join([*surname, *title]) if title and surname and len(surname[0]) > 3 else None

    def nonsense(self):
        letters = string.ascii_lowercase
        return " ".join(
            "".join(self.chance.choices(letters, k=self.chance.randint(5, 9)))
            for _ in range(self.chance.randint(1, 2))
        )


# Engines: each takes the papers and returns a function from a query to the positions of the best ones


def paperbrowser(papers):
    index = SearchIndex.build(papers)
    return lambda text: [hit.position for hit in index.search(text, limit=BEST)]


def sqlite_fts5(papers):
    database = sqlite3.connect(":memory:")
    database.execute(
        "create virtual table paper using fts5(title, authors, abstract, content='',"
        " tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    database.executemany(
        "insert into paper(rowid, title, authors, abstract) values (?, ?, ?, ?)",
        ((at, p.title, " ".join(p.authors), p.abstract) for at, p in enumerate(papers)),
    )

    def search(text):
        asked = " ".join(f'"{word}"*' for word in split(fold(text)))
        rows = database.execute(
            f"select rowid from paper where paper match ? order by bm25(paper, 5, 2, 1) limit {BEST}",
            (asked,),
        )
        return [row[0] for row in rows] if asked else []

    return search


def tantivy(papers):
    engine = importlib.import_module("tantivy")
    schema = engine.SchemaBuilder()
    schema.add_unsigned_field("place", stored=True)
    fields = ("title", "authors", "abstract")
    for field in fields:
        schema.add_text_field(field)
    index = engine.Index(schema.build())
    writer = index.writer(heap_size=128_000_000)
    for at, p in enumerate(papers):
        texts = {"title": p.title, "authors": " ".join(p.authors), "abstract": p.abstract}
        writer.add_document(engine.Document(place=at, **texts))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text):
        asked = " ".join(part for word in split(fold(text)) for part in parts(word))
        if not asked:
            return []
        query = index.parse_query(
            asked,
            list(fields),
            field_boosts={"title": 5.0, "authors": 2.0},
            fuzzy_fields=dict.fromkeys(fields, (True, 1, True)),
            conjunction_by_default=True,
        )
        return [searcher.doc(at)["place"][0] for _, at in searcher.search(query, BEST).hits]

    return search


def _over_titles(scorer, least):
    def engine(papers):
        from rapidfuzz import process

        titles = [fold(display.title(paper)) for paper in papers]

        def search(text):
            found = process.extract(
                fold(text), titles, scorer=scorer(), limit=BEST, score_cutoff=least
            )
            return [at for _, _, at in found]

        return search

    return engine


def _rapidfuzz(name):
    return lambda: getattr(importlib.import_module("rapidfuzz.fuzz"), name)


def whoosh(papers):
    fields, index_module = (
        importlib.import_module("whoosh.fields"),
        importlib.import_module("whoosh.filedb.filestore"),
    )
    parser = importlib.import_module("whoosh.qparser")
    names = ("title", "authors", "abstract")
    schema = fields.Schema(place=fields.STORED, **dict.fromkeys(names, fields.TEXT))
    index = index_module.RamStorage().create_index(schema)
    writer = index.writer()
    for at, p in enumerate(papers):
        writer.add_document(
            place=at, title=p.title, authors=" ".join(p.authors), abstract=p.abstract
        )
    writer.commit()
    searcher = index.searcher()
    reader = parser.MultifieldParser(names, schema, fieldboosts={"title": 5.0, "authors": 2.0})

    def search(text):
        asked = " ".join(f"{word}*" for word in split(fold(text)))
        return (
            [hit["place"] for hit in searcher.search(reader.parse(asked), limit=BEST)]
            if asked
            else []
        )

    return search


ENGINES = {
    "paperbrowser": paperbrowser,
    "sqlite fts5": sqlite_fts5,
    "tantivy": tantivy,
    "whoosh": whoosh,
    "rapidfuzz WRatio": _over_titles(_rapidfuzz("WRatio"), 75),
    "rapidfuzz token_set": _over_titles(_rapidfuzz("token_set_ratio"), 60),
}
LOOKS_AT_EACH = ("whoosh", "rapidfuzz WRatio", "rapidfuzz token_set")  # slow, or slow to build


# Measuring


def timed(search, text):
    start = time.perf_counter()
    found = search(text)
    return (time.perf_counter() - start) * 1e3, found


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else 0.0


def resident(what="VmRSS"):
    """Return megabytes of memory in use ("VmRSS"), or the most so far ("VmHWM"); 0 where the system has no such file."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"{what}:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def print_memory(engine, papers):
    """Print megabytes for an index, at most while building it, and at most with the papers, in a process for it."""
    gc.collect()
    before = resident()
    kept = engine(papers)
    gc.collect()
    most = resident("VmHWM")
    print(resident() - before, most - before, most, kept is None)


def memory(name, options):
    """Return the output of `print_memory` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.search", *options, "--memory-of", name]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [float(megabytes) for megabytes in printed[:3]]


def measured(engine, papers, queries, chance):
    """Return one row of the table."""
    start = time.perf_counter()
    search = engine(papers)
    row = {"build_s": time.perf_counter() - start}
    ranks, answered, whole = defaultdict(list), [], []
    for asked in queries:
        took, found = timed(search, asked.text)
        whole.append(took)
        if asked.paper is None:
            answered.append(bool(found))
        else:
            place = found.index(asked.paper) + 1 if asked.paper in found else None
            ranks[asked.kind].append(1 / place if place else 0.0)
    typed = chance.sample(queries, min(KEYSTROKES_OF, len(queries)))
    keys = [timed(search, q.text[:end])[0] for q in typed for end in range(1, len(q.text) + 1)]
    kinds = {kind: statistics.mean(values) for kind, values in ranks.items()}
    every = [rank for values in ranks.values() for rank in values]
    return row | {
        "mrr": statistics.mean(every) if every else 0.0,
        "kinds": kinds,
        "answered": statistics.mean(answered) if answered else 0.0,
        "query": [percentile(whole, part) for part in (0.5, 0.95)],
        "key": [percentile(keys, part) for part in (0.5, 0.95, 1)],
    }


def print_table(rows, queries):
    kinds = list(dict.fromkeys(asked.kind for asked in queries if asked.paper is not None))
    print(
        "| engine | MRR@10 | nonsense answered | query p50/p95 ms | keystroke p50/p95/max ms | build s | memory MB, at most, with the papers |"
    )
    print("|:--|--:|--:|--:|--:|--:|--:|")
    for name, row in rows.items():
        query, key = ("/".join(f"{ms:.2f}" for ms in row[what]) for what in ("query", "key"))
        print(
            f"| {name} | {row['mrr']:.3f} | {row['answered']:.2f} | {query} | {key}"
            f" | {row['build_s']:.2f} | {', '.join(f'{megabytes:.0f}' for megabytes in row['memory'])} |"
        )
    print(f"\n| MRR@10 by kind | {' | '.join(kinds)} |")
    print("|:--|" + "--:|" * len(kinds))
    for name, row in rows.items():
        print(f"| {name} | {' | '.join(format(row['kinds'][kind], '.3f') for kind in kinds)} |")


OPENING = """
import sys, time
from pathlib import Path
from paperbrowser.search import SearchIndex
start = time.perf_counter()
index = SearchIndex.open(Path(sys.argv[1]))
opened = time.perf_counter()
index.search(sys.argv[2])
print((opened - start) * 1e3, (time.perf_counter() - opened) * 1e3)
"""


def print_keys(papers, index, queries):
    """Print how fast the list of a profile is answered, with all papers of a key in order."""
    engine = OwnEngine(Catalogue(Profile(name="", papers=tuple(papers))), index)
    keys = []
    for asked in queries:
        for end in range(1, len(asked.text) + 1):
            query = parse(asked.text[:end])
            start = time.thread_time()
            engine.find(query).results.positions.tolist()
            keys.append((time.thread_time() - start) * 1e3)
    spent = "/".join(f"{percentile(keys, part):.2f}" for part in (0.5, 0.95, 1))
    print(f"\nA key as the list asks for it, p50/p95/max: {spent} ms of the processor")


def print_opened(papers, queries):
    """Print how fast a saved index is opened and asked."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        start = time.perf_counter()
        SearchIndex.build(papers, path)
        built = time.perf_counter() - start
        runs = [
            subprocess.run([sys.executable, "-c", OPENING, path, queries[0].text], capture_output=True, text=True, check=True)
            for _ in range(5)
        ]  # fmt: skip
        opened, first = (statistics.median(ms) for ms in zip(*(map(float, run.stdout.split()) for run in runs), strict=True))  # fmt: skip
        print(
            f"\nA saved index: built and written in {built:.2f} s, {path.stat().st_size / 1e6:.0f} MB on disk,"
            f" opened in {opened:.1f} ms, its first query in {first:.1f} ms"
        )
        print_keys(papers, SearchIndex.open(path), queries)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus", type=Path, nargs="?", help="JSON lines, .gz or not; without: the sample profile"
    )
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="one table for each")
    parser.add_argument("--per-kind", type=int, default=100, help="so many queries of each kind")
    parser.add_argument("--limit", type=int, help="only the first so many papers")
    parser.add_argument(
        "--times", type=int, default=1, help="so many times the papers, to see how cost grows"
    )
    parser.add_argument("--engines", help=f"separated by commas; of {', '.join(ENGINES)}")
    parser.add_argument("--memory-of", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    original = load(options.corpus)[: options.limit]
    if options.memory_of:
        papers = repeated(original, options.times, random.Random(0))
        print_memory(ENGINES[options.memory_of], papers)
        return
    for seed in options.seed:
        chance = random.Random(seed)
        queries = Maker(original, chance).ask(options.per_kind)
        papers = repeated(original, options.times, chance)
        print(f"\n{len(papers):,} papers, {len(queries):,} queries, seed {seed}\n", flush=True)
        rows, left_out = {}, []
        for name in (options.engines or ",".join(ENGINES)).split(","):
            if name in LOOKS_AT_EACH and len(papers) > SLOWEST_FOR and options.engines is None:
                left_out.append(f"{name} (slow; --engines asks for it)")
                continue
            try:
                rows[name] = measured(ENGINES[name], papers, queries, random.Random(seed))
                rows[name]["memory"] = memory(name, sys.argv[1:])
            except ImportError:
                left_out.append(f"{name} (not installed)")
        print_table(rows, queries)
        if left_out:
            print(f"\nLeft out: {', '.join(left_out)}")
        if options.times > 1 or len(papers) >= OPENED_FROM:
            print_opened(papers, chance.sample(queries, min(KEYSTROKES_OF, len(queries))))


if __name__ == "__main__":
    main()
