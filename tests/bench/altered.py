"""Altered copies of papers, so that a corpus grows as real ones do: with new words, names and titles.

In a copy, a rarer word gives way to another spelling: a syllable changes, an ending comes, or it is a new word.
Which spelling is drawn from a Zipf-like distribution, so some become common and most stay rare, and the number of
different words grows with the square root of the number of copies (Heaps' law).
"""

import random
import re
from collections import Counter
from dataclasses import replace

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.words import STOP_WORDS, fold, split

CHANGED = 0.2  # share of the rarer words that change in a copy
COMMON = 1_500  # words that change in few copies
CHANGED_COMMON = 0.04
TITLE_WORDS = 2  # of each title that change at least
VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvz"
ENDINGS = [
    "al",
    "an",
    "ase",
    "ates",
    "ation",
    "ic",
    "ide",
    "ine",
    "ion",
    "ism",
    "ist",
    "ite",
    "ity",
    "ive",
    "ize",
    "ling",
    "oid",
    "or",
    "ous",
    "um",
    "ware",
]
WORD = re.compile(r"[A-Za-zÀ-ɏ]{4,}")
WORD_OR_ESCAPE = re.compile(rf"\\.|{WORD.pattern}")


class Alterer:
    """Makes altered copies of papers; the same copies each time."""

    def __init__(self, papers):
        self.papers = papers
        counted = Counter()
        for paper in papers:
            counted.update(split(fold(f"{paper.title} {paper.abstract}")))
        self.common = {word for word, _ in counted.most_common(COMMON)} | STOP_WORDS
        self._spelled = {}

    def copies(self, first, last):
        """Yield the papers of the copies from `first` to before `last`; copy 0 is the papers themselves."""
        for number in range(first, last):
            chance = random.Random(number)
            for at, paper in enumerate(self.papers):
                yield self.copy(paper, at, number, chance) if number else paper

    def copy(self, paper, at, number, chance):
        changed = {}

        def changing(found):
            word = found[0].lower()
            if word not in changed:
                share = CHANGED_COMMON if word in self.common else CHANGED
                changed[word] = self.spelled(word, chance) if chance.random() < share else None
            other = changed[word]
            if other is None:
                return found[0]
            return other.capitalize() if found[0][0].isupper() else other

        title = WORD.findall(paper.title)
        rare = [word.lower() for word in title if word.lower() not in STOP_WORDS]
        for word in chance.sample(rare, min(TITLE_WORDS, len(rare))):
            changed[word] = self.spelled(word, chance)
        return replace(
            paper,
            id=f"{paper.id}-{number}",
            title=WORD.sub(changing, paper.title) if rare else f"{paper.title} {number}",
            authors=tuple(WORD.sub(changing, name) for name in paper.authors),
            abstract=WORD.sub(changing, paper.abstract),
            date=PartialDate(chance.choice((1960, 1990, 2000, 2010)) + chance.randrange(16)),
            doi=f"10.5555/{number}.{at}" if chance.random() < 0.7 else None,
            citations=int(chance.paretovariate(0.8)) - 1,
        )

    def lines(self, lines, number, kept):
        """Yield a copy of each of some lines of text; `kept` are words that never change."""
        chance = random.Random(number)
        for line in lines:
            changed = {}

            def changing(found, changed=changed):
                written = found[0]
                if written[0] == "\\":
                    return written
                if written not in changed:
                    word = written.lower()
                    share = CHANGED_COMMON if word in self.common else CHANGED
                    if word in kept or chance.random() >= share:
                        changed[written] = written
                    else:
                        changed[word] = self.spelled(word, chance)
                        changed[word.capitalize()] = changed[word].capitalize()
                        changed.setdefault(written, changed[word].upper())
                return changed[written]

            yield WORD_OR_ESCAPE.sub(changing, line)

    def spelled(self, word, chance):
        """Return another spelling of a word: the first of them often, later ones more and more rarely."""
        key = word, min(int(1 / (1 - chance.random())), 10_000_000)
        if key not in self._spelled:
            self._spelled[key] = _other(word, random.Random(repr(key)))
        return self._spelled[key]


def _other(word, chance):
    way = chance.random()
    if way < 0.35:  # a syllable changes
        places = [at for at in range(1, len(word)) if word[at] in VOWELS + CONSONANTS]
        letters = list(word)
        for at in chance.sample(places, min(len(places), chance.choice((2, 3)))):
            same = VOWELS if word[at] in VOWELS else CONSONANTS
            letters[at] = chance.choice(same.replace(word[at], ""))
        return "".join(letters)
    if way < 0.65:
        return (
            word.rstrip("aeiousy" if len(word) > 5 else "")
            + chance.choice(ENDINGS)
            + (chance.choice(ENDINGS) if way < 0.45 else "")
        )
    return "".join(
        chance.choice(CONSONANTS) + chance.choice(VOWELS) + chance.choice(("", "", *"lmnrst"))
        for _ in range(max(2, (len(word) + 1) // 3))
    )
