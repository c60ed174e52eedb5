"""Shared by the readers of entries: a paper of an entry's texts, ids, the result, "no papers" errors."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from paperbrowser.formats.input import Input
from paperbrowser.formats.result import OnRemark, ReadError, ReadResult, Remark, Remarks
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.display import counted
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.links import WorkLinks
from paperbrowser.papers.model import Kind, Paper, Profile, Retraction
from paperbrowser.papers.names import Name
from paperbrowser.system.progress import Progress

# The remark on a paper that has another name in the place of its title.
WITHOUT_TITLE = "a paper without a title is listed by its key, or as (untitled)"
_DIGITS = {7: False, 8: False, 9: True, 10: True, 13: True}  # of an ISSN, an ISBN, but for an X
_SLICE = 200  # papers between two reports of progress
_ENTRIES = 0.95  # share of the time that reading them takes; the rest is naming the papers
_LONGEST_ID = 200  # characters; a longer key names no paper, and no program reads it again
_NAMED = 8  # fields that a remark on a paper names
_DIFFERENT = 3  # such remarks
_RETRACTED = re.compile(r"(Retracted|Withdrawn)\.(?=\s|$)")
NO_LINKS = WorkLinks(None, None, None)


class Collected:
    """A profile without papers and the remarks, for readers whose entries describe the person too.

    Attributes:
        profile: the facts of the person that are known so far.
        remarks: the collector of remarks.
    """

    def __init__(self, profile: Profile, remarks: Remarks) -> None:
        self.profile = profile
        self.remarks = remarks


class Lacking:
    """The remarks on papers of which neither authors nor date were understood; few that differ."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def remark(self, names: list[str], on_remark: OnRemark) -> None:
        """Say so of a paper that has something in the columns of these names."""
        if not names:
            return
        more = ", ..." if len(names) > _NAMED else ""
        text = f"a paper without authors and date; it has {', '.join(names[:_NAMED])}{more}"
        if text not in self._said and len(self._said) == _DIFFERENT:
            text = "a paper without authors and date"
        else:
            self._said.add(text)
        on_remark(text)


class _More(TypedDict, total=False):
    """Fields of `Paper` that few formats have."""

    editors: tuple[str, ...]
    translators: tuple[str, ...]
    collaboration: str | None
    place: str | None
    series: str | None
    edition: str | None
    isbn: str | None
    issn: str | None
    retracted: Retraction | None
    code: bool
    code_url: str | None
    keywords: tuple[str, ...]
    note: str | None
    summary: str | None
    pdf: str | None
    key: str | None
    bibtex: tuple[tuple[str, str], ...]


def build(
    on_remark: OnRemark,
    *,
    title: str,
    keys: Iterable[str | None] = (),
    authors: Iterable[str | None] = (),
    et_al: bool = False,
    affiliations: Iterable[str] = (),
    category: str | None = None,
    venue: str | None = None,
    kind: Kind | None = None,
    volume: str | None = None,
    number: str | None = None,
    pages: str | None = None,
    publisher: str | None = None,
    date: PartialDate | None = None,
    citations: int | None = None,
    abstract: str = "",
    links: WorkLinks = NO_LINKS,
    id_: str = "",
    **more: Unpack[_More],
) -> Paper:
    """Return the paper of an entry; empty texts and names count as not there.

    Args:
        on_remark: called if the paper has another name in the place of its title.
        title: the title, empty if the entry has none.
        keys: names for a paper without a title, the best first; else it is "(untitled)".
        authors: full names, in the order of the entry.
        et_al: there are more authors.
        affiliations: as in `Paper`; so all that follow, unless said otherwise.
        category: an arXiv category.
        venue: where it was published.
        kind: what sort of publication.
        volume: of the journal or series.
        number: the issue.
        pages: see `page_range`.
        publisher: its name.
        date: as much of the date as is known, None for nothing.
        citations: how often it is cited.
        abstract: in paragraphs.
        links: the address to open, the DOI and the arXiv id.
        id_: the id that the file has for it, empty for none.
        more: other fields of `Paper`; empty texts count as not there.

    Returns:
        The paper, with the id of the file or none: `identified` makes ids of its own.
    """
    if (note := more.get("note")) and (said := _RETRACTED.match(note)):  # as we write it
        more["note"] = note[said.end() :].strip()
        more.setdefault("retracted", "withdrawn" if said[1] == "Withdrawn" else "retracted")
    return Paper(
        title=title_or_key(title, keys, on_remark),
        authors=tuple(_unbraced(name) for name in authors if name),
        et_al=et_al,
        affiliations=tuple(affiliations),
        category=category or None,
        venue=venue or None,
        kind=kind,
        volume=volume or None,
        number=number or None,
        pages=pages or None,
        publisher=publisher or None,
        date=date,
        citations=citations,
        abstract=abstract,
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_[:_LONGEST_ID],
        **{name: value for name, value in more.items() if value},  # type: ignore[arg-type]
    )


def _unbraced(name: str) -> str:
    """Return a name without braces around all of it, which would make it one without parts."""
    braced = name[0] == "{" and not isinstance(name, Name)
    return name.strip("{} ") or name if braced else name


def page_range(first: str | None, last: str | None, otherwise: str | None = None) -> str | None:
    """Return pages as "1-14", or the one that is known.

    Args:
        first: the first page.
        last: the last page, which may be the same.
        otherwise: an article number or the whole range, for entries without a first page.

    Returns:
        The pages, None if nothing is known.

    >>> page_range("1", "14"), page_range("7", "7"), page_range(None, None, "e123")
    ('1-14', '7', 'e123')
    """
    if first and last and first != last:
        return f"{first}-{last}"
    return first or otherwise or last


def standard_numbers(texts: Iterable[str | None], *, book: bool) -> tuple[str | None, str | None]:
    """Return the ISBN and the ISSN among numbers that a format has one field for, by their looks.

    Args:
        texts: the numbers.
        book: a number that looks like neither is an ISBN.

    >>> standard_numbers(["978-0-306-40615-7", "0302-9743"], book=True)
    ('978-0-306-40615-7', '0302-9743')
    """
    isbn = issn = None
    for text in filter(None, texts):
        digits = sum(map(str.isdigit, text))
        if _DIGITS.get(digits, book):
            isbn = isbn or text
        else:
            issn = issn or text
    return isbn, issn


def gather(found: Iterable[tuple[int, Paper]], size: int, progress: Progress) -> Iterator[Paper]:
    """Pass on the papers of a file one by one, and report the progress now and then.

    Args:
        found: papers, each with its place in the file.
        size: the size of the file, in the unit of the places.
        progress: called with the share that is done, 0 to 1; it may raise to cancel.

    Returns:
        The papers, each read when it is asked for.
    """
    for number, (place, paper) in enumerate(found):
        if number % _SLICE == 0:
            progress(min(1.0, _ENTRIES * place / size) if size else 0.0)
        yield paper


def result_of(
    profile: Profile,
    papers: Iterable[Paper],
    remarks: Remarks,
    *,
    lacking: str,
    advice: str,
    progress: Progress,
    curated: bool = False,
) -> ReadResult:
    """Return the profile with these papers, and all remarks.

    Args:
        profile: the facts of the person, if there are any; its papers are replaced.
        papers: in the order of the file.
        remarks: the remarks so far.
        lacking: the error for no papers.
        advice: the advice that goes with it.
        progress: called once more, with 1.
        curated: as in `ReadResult`.

    Returns:
        The result, whose papers have ids that differ.

    Raises:
        ReadError: there is no paper (code "no-entries").
    """
    listed = list(papers)
    if not listed:
        raise no_entries(lacking, remarks.first_left_out, advice=advice)
    named = identified(listed, remarks)
    progress(1.0)
    return ReadResult(replace(profile, papers=named), remarks.all(), curated)


def identified(
    papers: Sequence[Paper], remarks: Remarks, *, thing: str = "a paper", by: str = "id"
) -> tuple[Paper, ...]:
    """Return the papers with ids that differ, and remark how many had the id of another.

    Args:
        papers: in the order of the file.
        remarks: takes the remark.
        thing: what an entry is called there: "a paper", "an entry".
        by: what its id is called there: "id", "key".

    Returns:
        The papers in the same order.
    """
    named = with_ids(papers)
    changed = sum(bool(one.id) and one.id != two.id for one, two in zip(papers, named, strict=True))
    if changed:
        many = f"{counted(changed, thing.partition(' ')[2])} have"
        have = f"{thing} has" if changed == 1 else many
        remarks.add(Remark("duplicate", f"{have} the {by} of another, and got a new one"))
    return named


def no_entries(lacking: str, first: Remark | None, *, advice: str, joint: str = ": ") -> ReadError:
    """Return the error for a file without papers.

    Args:
        lacking: what there is none of.
        first: why the first entry is left out, if there is one.
        advice: what to do.
        joint: what stands between the two.

    Returns:
        An error with the code "no-entries" and the line of the first entry.
    """
    return ReadError(
        lacking + (f"{joint}{first.message}" if first else ""),
        code="no-entries",
        line=first.line if first else None,
        advice=advice,
    )


def beginning(read: Callable[[Input], ReadResult], whole: str) -> Profile | None:
    """Return the profile in the whole entries at the beginning of a file; None if there is none."""
    try:
        return read(Input.of_text(whole)).profile
    except ReadError:
        return None


def whole_lines(head: str) -> str:
    """Return the beginning of a file without its last line, which may be cut."""
    return head[: head.rfind("\n") + 1]


def title_or_key(
    title: str, keys: Iterable[str | None], on_remark: OnRemark, *, last: str = "(untitled)"
) -> str:
    """Return the title, or another name for a paper that has none, with a remark.

    Args:
        title: the title, which may be empty.
        keys: other names, the best first.
        on_remark: takes the remark.
        last: the name if there is no other; if that is empty too, there is no paper and no remark.

    Returns:
        The name of the paper, empty only if `last` is.
    """
    if title:
        return title
    name = next(filter(None, keys), last)
    if name:
        on_remark(WITHOUT_TITLE)
    return name
