"""Whether a work that a service found by its title is the paper that was asked about. Pure functions."""

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import parts_of
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.words import fold, title_key

_YEARS = 3  # between a preprint and its publication
_LEAST = 12  # letters of a title that is looked for; thousands of works are called "Introduction"
_MOST_WORDS = 40
_LIKE = 60.0  # percent of letters that two titles of one identifier have in common
_WORDS = pattern(r"\w+")


def title_words(paper: Paper) -> str:
    """Return the title as words to search for; empty if it is too short to be that of one work only."""
    words = _WORDS.findall(display.line(paper.title))[:_MOST_WORDS]
    return " ".join(words) if len("".join(words)) >= _LEAST else ""


def is_same(asked: Paper, found: Paper) -> bool:
    """Whether a work that was found by the title of another is that: title, year and an author agree."""
    titles = [title_key(display.line(one.title)) for one in (asked, found)]
    if not titles[0] or titles[0] != titles[1]:
        return False
    if asked.date and found.date and abs(asked.date.year - found.date.year) > _YEARS:
        return False
    families = [{fold(parts_of(name).family) for name in one.authors} for one in (asked, found)]
    return not (families[0] and families[1]) or not families[0].isdisjoint(families[1])


def is_alike(asked: Paper, found: Paper) -> bool:
    """Whether a work that was found by an identifier may be the paper; services confuse some."""
    from rapidfuzz import fuzz

    first, second = (title_key(display.line(one.title))[:300] for one in (asked, found))
    return not first or not second or fuzz.ratio(first, second) >= _LIKE
