"""The reader's word on whose a paper is: not by this person, or theirs too. Pure functions.

It is kept in the journal as an operation on works, and never in a profile's file, so that no update, import
or edit touches it. `Corrections` makes of a profile as its file has it the one to show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading.journal import Change, Names, Operation
from paperbrowser.reading.persons import texts_of, within
from paperbrowser.reading.works import TITLE, names_of, sure_names, title_name
from paperbrowser.system import paths

FIELD = "authorship"  # of the operation

_NAMED, _IN_FILE, _ORCID = "name", "file", "orcid"  # how names of a profile begin
_AUTHORS = 3  # that are kept of a paper that is not theirs


@dataclass(frozen=True, slots=True)
class Judgement:
    """A statement of the reader on papers: that they are a person's, or not.

    Attributes:
        of: the names that the person's profile is known by, see `profile_names`.
        name: of the person.
        theirs: whether the papers are theirs; None takes back what was said before.
        works: the papers by their names.
        papers: what is known of each paper, in our own JSON; all of it where the paper is theirs.
    """

    of: tuple[str, ...]
    name: str
    theirs: bool | None
    works: tuple[Names, ...]
    papers: tuple[Mapping[str, Any], ...]


class SaidOfPaper(NamedTuple):
    """The last statement on one paper and a person.

    Attributes:
        word: the word, on this and perhaps other papers.
        names: of the paper.
        paper: what is known of it.
    """

    word: Judgement
    names: Names
    paper: Paper

    @property
    def sentence(self) -> str:
        """Whose it is: "not by Ada Example", "by Ada Example too"."""
        return f"by {self.word.name} too" if self.word.theirs else f"not by {self.word.name}"


def profile_names(profile: Profile, path: Path | None) -> tuple[str, ...]:
    """Return the names by which a profile is known: ORCID iD, id at its source, its name, its file's.

    Args:
        profile: the profile.
        path: its file; one outside the library gives no name.
    """
    known = within(profile)
    if path is not None and path.parent == paths.data() / "profiles":
        known = (*known, f"{_IN_FILE}:{path.stem}")
    return known


def change(papers: Sequence[Paper], of: Sequence[str], name: str, *, theirs: bool | None) -> Change:
    """Return the operation that keeps a word; the arguments are as in `Judgement`."""
    kept = [_facts(paper if theirs else _brief(paper)) for paper in papers]
    value = {"name": name, "of": [*of], "theirs": theirs, "papers": kept}
    return Change(tuple(names_of(paper) for paper in papers), FIELD, value)


def _brief(paper: Paper) -> Paper:
    """Return what tells the reader which paper it is."""
    et_al = paper.et_al or len(paper.authors) > _AUTHORS
    return Paper(title=paper.title, authors=paper.authors[:_AUTHORS], et_al=et_al, date=paper.date)


def _facts(paper: Paper) -> dict[str, Any]:
    from paperbrowser.formats.json.own import fields_of

    own = replace(paper, people=(), added=None, published=None)  # of the profile that had it
    return {
        key: value
        for key, value in fields_of(own).items()
        if key == "et_al" or value not in (None, "", [], False)
    }


def taken_back(said: SaidOfPaper) -> Change:
    """Return the operation that takes a word back."""
    word = said.word
    value = {"name": word.name, "of": [*word.of], "theirs": None}
    return Change((said.names,), FIELD, {**value, "papers": [_facts(_brief(said.paper))]})


def said_by(operation: Operation) -> Judgement | None:
    """Return the word that an operation keeps; None for one that is damaged."""
    value = operation.value
    if not isinstance(value, dict) or not operation.works:
        return None
    theirs, name, papers = value.get("theirs"), value.get("name"), value.get("papers")
    of = texts_of(value.get("of"))
    if not of or not isinstance(name, str) or not (theirs is None or isinstance(theirs, bool)):
        return None
    listed = papers if isinstance(papers, list) else []
    known = [one if isinstance(one, dict) else {} for one in listed[: len(operation.works)]]
    known += [{} for _ in range(len(operation.works) - len(known))]
    return Judgement(of, clean_line(name), theirs, operation.works, tuple(known))


def described(operation: Operation, *, undone: bool) -> str:
    """Return what an operation did, or what its undo did: "not by Ada Example: 3 papers"."""
    said = said_by(operation)
    if said is None:
        return f"{operation.field}{' undone' if undone else ''}"
    words = {
        False: (f"not by {said.name}", f"by {said.name} again"),
        True: (f"by {said.name} too", f"no longer by {said.name}"),
        None: (f"taken back for {said.name}", f"said again for {said.name}"),
    }[said.theirs]
    return f"{words[undone]}: {count_of_papers(len(said.works))}"


# Carrying it out


class Corrected(NamedTuple):
    """A profile as it is shown.

    Attributes:
        profile: without the papers that are not theirs, with those that are theirs too.
        digest: of what was corrected; empty where nothing was said.
    """

    profile: Profile
    digest: str


class Corrections:
    """All that the reader said on whose papers are, to be applied to profiles."""

    def __init__(self, said: Iterable[Judgement] = ()) -> None:
        """Take words, in the order in which they count."""
        self._said = tuple(said)

    def __bool__(self) -> bool:
        return bool(self._said)

    def __call__(self, profile: Profile, path: Path | None) -> Corrected:
        """Return a profile as it is to be shown.

        Args:
            profile: as its file has it.
            path: the file.
        """
        verdicts = self._of(profile, path)
        if verdicts is None:
            return Corrected(profile, "")
        return Corrected(replace(profile, papers=verdicts.applied(profile.papers)), verdicts.digest)

    def on(self, profile: Profile, path: Path | None, paper: Paper) -> bool | None:
        """Return whether a paper was said to be of a profile's person; None where nothing was said."""
        verdicts = self._of(profile, path)
        return None if verdicts is None else verdicts.on(paper)

    def said_of(self, profile: Profile, path: Path | None) -> Sequence[SaidOfPaper]:
        """Return what is said of a person's papers, the last said first, each paper once."""
        verdicts = self._of(profile, path)
        return () if verdicts is None else verdicts.said

    @cached_property
    def every(self) -> Sequence[SaidOfPaper]:
        """All that is said, of everybody, as `said_of` has it of one person's."""
        groups: list[list[Judgement]] = []
        for one in self._said:
            near = next((group for group in groups if _is_of(group[-1].of, one.of)), None)
            if near is None:
                groups.append([one])
            else:
                near.append(one)
        return [said for group in groups for said in _Verdicts(group).said]

    def _of(self, profile: Profile, path: Path | None) -> "_Verdicts | None":
        if not self._said:
            return None
        names = profile_names(profile, path)
        own = [one for one in self._said if _is_of(one.of, names)]
        return _Verdicts(own) if own else None


def _is_of(judged: Iterable[str], names: Iterable[str]) -> bool:
    """Whether names of a profile are those of the person that was judged.

    An ORCID iD decides. A service may give a person another id, so that other ids of one source are one
    person's where name and file are the same.
    """
    one, other = {*judged}, {*names}
    kinds = [{name.partition(":")[0]: name for name in known} for known in (one, other)]
    shared = {kind for kind in kinds[0].keys() & kinds[1].keys() if one & other & {kinds[0][kind]}}
    if _ORCID in kinds[0].keys() & kinds[1].keys():
        return _ORCID in shared
    loose = {_NAMED, _IN_FILE}
    if shared - loose:
        return True
    differs = (kinds[0].keys() & kinds[1].keys()) - shared - loose
    return shared >= loose if differs else bool(shared)


class _Verdicts:
    """The words on papers and one person; of several on a paper the last counts."""

    def __init__(self, said: Sequence[Judgement]) -> None:
        self._words = [
            (one, names, facts)
            for one in said
            for names, facts in zip(one.works, one.papers, strict=True)
        ]
        self._sure: dict[str, int] = {}  # the last word on a name
        self._titled: dict[str, list[int]] = {}
        for at, (_, names, _) in enumerate(self._words):
            for name in names:
                if name.startswith(TITLE):
                    self._titled.setdefault(name, []).append(at)
                else:
                    self._sure[name] = at
        self._years = {title.rsplit("|", 2)[-2] for title in self._titled if "|" in title}

    def on(self, paper: Paper) -> bool | None:
        """Return whether a paper is theirs; None where nothing is said."""
        at = self._last(*self._names(paper))
        return None if at is None else self._words[at][0].theirs

    @property
    def said(self) -> Sequence[SaidOfPaper]:
        """The last word on each paper, the last said first; none on those that it was taken back of."""
        found = []
        for at in reversed(range(len(self._words))):
            word, names, facts = self._words[at]
            if word.theirs is not None and self._is_last(at):
                found.append(SaidOfPaper(word, names, _paper(facts) or Paper(title="")))
        return found

    @property
    def digest(self) -> str:
        """A text that is another one for other words."""
        from hashlib import sha256

        words = [(word.theirs, names, facts) for word, names, facts in self._words]
        return sha256(repr(words).encode("utf-8", "replace")).hexdigest()[:32]

    def applied(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """Return papers without those that are not theirs, then those that are theirs too."""
        missing = {at: facts for at, (word, _, facts) in enumerate(self._words) if word.theirs}
        kept = []
        for paper in papers:
            names = self._names(paper)
            places = [*self._places(*names)]
            for at in places:
                missing.pop(at, None)
            if not places or self._words[max(places)][0].theirs is not False:
                kept.append(paper)
        found = (_paper(facts) for at, facts in missing.items() if self._is_last(at))
        added = [
            replace(one, people=(), added=None, published=None) for one in found if one is not None
        ]
        return with_ids([*kept, *added]) if added else tuple(kept)

    def _is_last(self, at: int) -> bool:
        """Return whether no later word is on the same work."""
        names = self._words[at][1]
        sure = [name for name in names if not name.startswith(TITLE)]
        return at == self._last(sure, next((one for one in names if one.startswith(TITLE)), None))

    def _names(self, paper: Paper) -> tuple[Sequence[str], str | None]:
        """Return the sure names of a paper, and the one by its title where that may count."""
        sure = sure_names(paper)
        year = str(paper.date.year) if paper.date else ""
        title = title_name(paper) if year in self._years else None
        return (sure if sure or title else names_of(paper)), title

    def _last(self, sure: Sequence[str], title: str | None) -> int | None:
        return max(self._places(sure, title), default=None)

    def _places(self, sure: Sequence[str], title: str | None) -> Iterator[int]:
        """Yield the places of words on the work that has these names."""
        for name in sure:
            if name in self._sure:
                yield self._sure[name]
        if title is not None:
            dois = {name for name in sure if name.startswith("doi:")}
            for at in self._titled.get(title, ()):
                others = {name for name in self._words[at][1] if name.startswith("doi:")}
                if not (dois and others) or dois & others:
                    yield at


def _paper(facts: Mapping[str, Any]) -> Paper | None:
    from paperbrowser.formats.json.own import paper_of

    return paper_of({"et_al": False, **facts}, lambda remark: None) if facts else None  # noqa: ARG005
