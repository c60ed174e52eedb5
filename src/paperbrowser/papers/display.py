"""Text of a paper as lists, copies and the search show it: LaTeX as Unicode text, counts in words."""

import datetime
import re

from paperbrowser.papers import dates
from paperbrowser.papers.marks import Highlight, SharedMark
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.papers.names import Name
from paperbrowser.papers.patterns import pattern

_KNOWN_BY_NAME = (None, "article", "preprint", "conference")  # a publisher adds nothing to these
_RETRACTED = pattern(
    r"\W*(retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*[:\])–—-]", re.IGNORECASE
)
_PLURALS = {"entry": "entries"}


def title(paper: Paper) -> str:
    """Return the title on one line, never empty."""
    return line(paper.title) or "(untitled)"


def name(full: str) -> str:
    """Return the name of a person as text on one line, with the parts that its source stated."""
    return full if isinstance(full, Name) else line(full)


def line(source: str) -> str:
    r"""Return text that may have LaTeX in it on one line.

    >>> line(r"The $\beta$ decay")
    'The β decay'
    """
    from paperbrowser.papers.latex import to_text  # its tables take a while to load

    return " ".join(to_text(source).split())


def counted(count: int, thing: str) -> str:
    """Return how many there are of a thing, which is given in the singular.

    >>> counted(1, "paper"), counted(1234, "entry")
    ('1 paper', '1,234 entries')
    """
    return f"1 {thing}" if count == 1 else f"{count:,} {_PLURALS.get(thing, f'{thing}s')}"


def count_of_papers(count: int) -> str:
    """Return a number of papers in words: "1 paper", "1,234 papers"."""
    return counted(count, "paper")


def received(came: int, total: int | None) -> str:
    """Return how much of a file has come, in words.

    >>> received(24_000, 42_600), received(2_140_000, None)
    ('24 of 43 kB', '2.1 MB')
    """
    large = max(came, total or 0) >= 1_000_000
    unit, name, form = (1e6, "MB", ".1f") if large else (1e3, "kB", ".0f")
    of_all = f" of {total / unit:{form}}" if total else ""
    return f"{came / unit:{form}}{of_all} {name}"


def news(count: int, since: datetime.date | None, today: datetime.date | None) -> str:
    """Return how many papers are new: "3 new since 12 Oct", "nothing new since 31 Dec 2023".

    Args:
        count: the number of new papers.
        since: the day that they are compared with; None if it is unknown.
        today: a day of the current year, whose dates are written without their year.
    """
    new = f"{count:,} new" if count else "nothing new"
    return f"{new} since {dates.short_day(since, today)}" if since is not None else new


def credited(paper: Paper) -> tuple[str, ...]:
    """Return the names that a work goes by: its authors, or else its editors, or else its group."""
    group = (paper.collaboration,) if paper.collaboration else ()
    return paper.authors or paper.editors or group


def role(paper: Paper) -> str:
    """Return what stands behind the names of `credited`: " (eds.)", or nothing for authors."""
    if paper.authors or not paper.editors:
        return ""
    return " (eds.)" if len(paper.editors) > 1 or paper.et_al else " (ed.)"


def first_author(paper: Paper) -> str:
    """Return the family name of the first author, with "et al." for others; empty without names.

    >>> first_author(Paper(title="", authors=("Ada Ho", "Bo Li")))
    'Ho et al.'
    """
    from paperbrowser.papers.names import parts_of

    known = [name for name in credited(paper) if name]
    if not known:
        return ""
    first = parts_of(known[0]).family or known[0]
    return f"{first} et al." if len(known) > 1 or paper.et_al else first


def authors(paper: Paper, most: int | None = None) -> str:
    """Return the names in one line; empty when there are none.

    "et al." stands for those that the source leaves out. Of more than `most` names the first are given, and
    the number of the others. Editors or a group stand in for authors.

    >>> authors(Paper(title="", editors=("Ada Ho", "Bo Li")))
    'Ada Ho, Bo Li (eds.)'
    """
    known, as_what = [name for name in credited(paper) if name], role(paper)
    if most is not None and len(known) > most:
        more = f"{len(known) - most + 1:,}{' or more' if paper.et_al else ''}"
        return f"{', '.join(known[: most - 1])} and {more} others{as_what}"
    names = ", ".join(known)
    if paper.et_al:
        return f"{names} et al.{as_what}" if names else "et al."
    return names + as_what


def venue(paper: Paper) -> str:
    """Return the place of publication as one would cite it; empty when nothing is known.

    The publisher stands in where there is no venue, and follows the title of a book or the like.

    >>> venue(Paper(title="", venue="Mind", volume="59", number="236", pages="433-460"))
    'Mind 59(236), 433-460'
    """
    number = f"({paper.number})" if paper.number else ""
    parts = [line(paper.venue or ""), f"{paper.volume or ''}{number}"]
    if not paper.venue and paper.volume:
        parts[1] = f"vol. {parts[1]}"
    where = " ".join(filter(None, parts))
    publisher = None
    if not paper.venue or paper.kind not in _KNOWN_BY_NAME:
        publisher = line(paper.publisher or "")
    pages = line(paper.pages or "")
    if pages and not where:
        pages = f"pages {pages}"
    return ", ".join(filter(None, (where, pages, publisher)))


def abstract(paper: Paper) -> str:
    """Return the abstract; paragraphs are separated by an empty line."""
    from paperbrowser.papers.latex import to_text

    return to_text(paper.abstract)


def is_retracted(paper: Paper) -> bool:
    """Return whether the source says that the paper was retracted or withdrawn, or its title does.

    >>> [is_retracted(Paper(title=title)) for title in ("RETRACTED: Cold fusion", "Retracted papers")]
    [True, False]
    """
    return bool(retraction(paper))


def retraction(paper: Paper) -> str:
    """Return "retracted" or "withdrawn", as the source or the title says; empty for other papers.

    >>> retraction(Paper(title="Withdrawn: Cold fusion"))
    'withdrawn'
    """
    if paper.retracted is not None:
        return paper.retracted
    found = _RETRACTED.match(paper.title)
    return found[1].lower() if found else ""


def edition(paper: Paper) -> str:
    """Return the edition in words; empty when nothing is known.

    >>> edition(Paper(title="", edition="2")), edition(Paper(title="", edition="Second"))
    ('2nd edition', 'Second edition')
    """
    text = line(paper.edition or "")
    if text.isdecimal():
        ending = {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
        text += "th" if text[-2:-1] == "1" else ending
    return text if not text or re.search(r"\bed", text, re.IGNORECASE) else f"{text} edition"


def highlight(one: Highlight) -> str:
    """Return a highlighted passage with its place and note: "“Looms drift.” (page 3): compare"."""
    place = f" ({one.place})" if one.place else ""
    note = f": {one.note}" if one.note else ""
    return f"“{one.quote}”{place}{note}"


def shared_by(one: SharedMark) -> str:
    """Return who shared a tag or note, and when: "bo, 12 Oct 2026", "you, not sent yet"."""
    day = (
        dates.PartialDate.of(one.at.astimezone().date()).words
        if one.at is not None
        else "not sent yet"
    )
    return f"{'you' if one.mine else one.by}, {day}"


def version(one: WorkVersion) -> str:
    """Return where another version of a work is: "Symposium on Looms, 100-109, 2018"."""
    facts = ("kind", "venue", "volume", "number", "pages", "publisher")
    place = venue(Paper(title="", **{name: getattr(one, name) for name in facts}))
    if not place:
        place = one.kind or ("arXiv" if one.arxiv else one.doi or "")
    return ", ".join(filter(None, (place, one.date.words if one.date else "")))
