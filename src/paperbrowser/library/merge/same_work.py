"""Compare two papers: the same work, doubtful or different. Two different works must never be joined.

Identifiers decide first, then the whole title with year and authors.
"""

from typing import Literal

from paperbrowser.library.merge.authors import compare
from paperbrowser.library.merge.versions import own_version, same_version
from paperbrowser.library.merge.work import (
    Work,
    content_key,
    is_conference,
    is_preprint_doi,
    is_published,
    loose_title_key,
    notices,
    numerals,
    work_of,
)
from paperbrowser.papers.model import Kind, Paper

Verdict = Literal["same", "doubtful", "different"]

_YEARS = 2  # between a preprint and its publication
_YEARS_IN_DOUBT = 5
_WORDS = 4  # content words of a title that may be compared without its subtitle
_WORDS_ALONE = 5  # content words of a title that may be compared without authors
_LIKE = 60.0  # percent of letters that two titles of one DOI have in common
_TYPOS = 2  # letters
_SPELT = 12  # letters of a title for each typo that is allowed
_NUMBERED = frozenset(["part", "paper", "volume", "vol", "chapter", "episode", "lecture"])
# Kinds of works that are published beside an article, under its title.
_APART: frozenset[Kind] = frozenset(
    ["dataset", "software", "patent", "thesis", "book", "proceedings", "webpage"]
)


def by_identifier(one: Work, other: Work) -> Verdict:
    """Compare two papers that have the DOI or the arXiv id in common."""
    if _conflict(one, other):
        return "doubtful"
    if one.title == other.title or not one.title or not other.title:
        return "same"
    if notices(one.tokens) != notices(other.tokens) or _other_parts(one, other):
        return "doubtful"
    if one.main == other.title or other.main == one.title or _similar(one.title, other.title):
        return "same"
    return "same" if compare(one.paper, other.paper) == "agree" else "doubtful"


def by_title(one: Work, other: Work) -> Verdict:
    """Compare two papers of one title, or of titles that differ in a subtitle."""
    talk = _talk_and_article(one, other)
    if _conflict(one, other) and not talk:
        return "different"
    if one.generic or other.generic:
        return "same" if _same_place(one, other) else "different"
    if one.title != other.title and not _has_subtitle(one, other):
        return "different"
    if content_key(one.paper) == content_key(other.paper):
        return "same"
    years = min((abs(a - b) for a in one.years for b in other.years), default=None)
    if years is not None and years > _YEARS_IN_DOUBT:
        return "different"
    authors = compare(one.paper, other.paper)
    if authors == "disagree":
        return "different"
    if authors == "partly" or (years is not None and years > _YEARS):
        return "doubtful"
    if _conflict(one, other) and (authors != "agree" or talk == "doubtful"):
        return "doubtful"
    if not talk and _of_other_sort(one, other):
        return "doubtful"
    sure = (
        one.title == other.title or min(len(one.content_words), len(other.content_words)) >= _WORDS
    )
    if authors == "unknown":
        long = min(len(one.content_words), len(other.content_words)) >= _WORDS_ALONE
        sure = sure and long and years is not None and years <= 1
    return "same" if sure and one.signs == other.signs else "doubtful"


def within_one_source(one: Work, other: Work) -> Verdict:
    """Compare two papers that are one by their titles, when one source lists both.

    A talk and the article on it share title and authors. Their venues differ, and one source writes the same
    venue always in the same way.
    """
    first, second = (
        {
            loose_title_key(version.venue)
            for version in (own_version(work.paper), *work.paper.versions)
            if version.venue and is_published(version)
        }
        for work in (one, other)
    )
    return "doubtful" if first and second and first.isdisjoint(second) else "same"


def possibly_same(one: Paper, other: Paper) -> bool:
    """Whether two papers of one id can be two versions of a work."""
    first, second = work_of(one), work_of(other)
    if _conflict(first, second):
        return False
    shared = {*first.dois, *first.arxivs}.intersection((*second.dois, *second.arxivs))
    return bool(shared) or first.title == second.title or _similar(first.title, second.title)


def misspelt(one: Work, other: Work) -> Verdict:
    """Compare two papers whose titles may differ by a typo: at most "doubtful"."""
    from rapidfuzz.distance import Levenshtein

    if one.generic or other.generic or _conflict(one, other):
        return "different"
    allowed = min(_TYPOS, min(len(one.title), len(other.title)) // _SPELT)
    if Levenshtein.distance(one.title, other.title, score_cutoff=allowed) > allowed:
        return "different"
    if numerals(one.tokens) != numerals(other.tokens):
        return "different"
    if notices(one.tokens) != notices(other.tokens):
        return "different"
    if one.year and other.year and abs(one.year - other.year) > _YEARS:
        return "different"
    return "doubtful" if compare(one.paper, other.paper) == "agree" else "different"


def _talk_and_article(one: Work, other: Work) -> Verdict | None:
    """Return whether one is a talk and the other an article, whose DOIs are two; None for other kinds.

    A chapter may be the paper of a conference. A work that has a talk already has no second one.
    """
    if one.title != other.title or (
        one.arxiv and other.arxiv and set(one.arxivs).isdisjoint(other.arxivs)
    ):
        return None
    talk, article = (one, other) if is_conference(one.paper) else (other, one)
    if not is_conference(talk.paper) or is_conference(article.paper):
        return None
    if article.paper.kind != "article" or not article.paper.venue:
        return None
    for work, version in ((article, own_version(talk.paper)), (talk, own_version(article.paper))):
        alike = [
            known for known in work.paper.versions if is_conference(known) == (work is article)
        ]
        alike = [known for known in alike if known.doi and version.doi and is_published(known)]
        if alike and not any(same_version(known, version) for known in alike):
            return None
    return "doubtful" if talk.paper.kind == "chapter" else "same"


def _conflict(one: Work, other: Work) -> bool:
    """Whether their identifiers say that they are two works."""
    if not set(one.dois).isdisjoint(other.dois) and len(one.dois + other.dois) > 2:
        return False
    if one.doi and other.doi and one.doi != other.doi:
        if not is_preprint_doi(one.doi) and not is_preprint_doi(other.doi):
            return True
        if one.doi.partition("/")[0] == other.doi.partition("/")[0]:
            return not _versions(one.doi, other.doi)
    return bool(one.arxivs and other.arxivs and set(one.arxivs).isdisjoint(other.arxivs))


def _versions(one: str, other: str) -> bool:
    """Whether two preprint DOIs of one server are of two versions: "10.21203/rs.3.rs-1/v1", "…/v2"."""
    return one.rpartition("/v")[0] == other.rpartition("/v")[0] != ""


def _has_subtitle(one: Work, other: Work) -> bool:
    """Whether one title is the other with a subtitle that does not make it another part."""
    short, long = (one, other) if one.title == other.main else (other, one)
    if short.title != long.main:
        return False
    added = tuple(word for word in long.tokens[len(short.tokens) :] if word != "a")
    return not numerals(added[:1]) and not notices(added) and not _NUMBERED.intersection(added)


def _other_parts(one: Work, other: Work) -> bool:
    """Whether both titles have the number of a part, "Part I" or "XIV", and not the same."""
    parts = [
        {
            token
            for before, token in zip(("", *work.tokens), work.tokens, strict=False)
            if before == "part" or (len(token) > 1 and not token.strip("ivx"))
        }
        for work in (one, other)
    ]
    return all(parts) and parts[0] != parts[1]


def _same_place(one: Work, other: Work) -> bool:
    """Whether both are on the same pages of the same volume, which is enough for a generic title."""
    a, b = one.paper, other.paper
    place = (a.venue, a.volume, a.number, a.pages)
    return (
        bool(a.venue and a.volume and a.pages)
        and place == (b.venue, b.volume, b.number, b.pages)
        and compare(a, b) in {"agree", "unknown"}
    )


def _of_other_sort(one: Work, other: Work) -> bool:
    """Whether one may be data, a thesis or a later edition that has the title of the other."""
    a, b = one.paper, other.paper
    if a.kind and b.kind and a.kind != b.kind and {a.kind, b.kind} & _APART:
        return True
    preprint = "preprint" in {a.kind, b.kind}
    return bool(not preprint and a.volume and b.volume and a.volume != b.volume)


def _similar(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one[:300], other[:300]) >= _LIKE
