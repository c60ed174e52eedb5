"""Sentences of a text: beginning and end of each. Pure functions."""

from paperbrowser.papers.patterns import pattern

_END = pattern(r"[.!?…]+[)\]\"'”’»]*(?:\[\d[\d, –-]*\])?(?=\s)|\n")
_BEGINS = pattern(r"\s*[(\[\"'“‘«]*[^\W_a-zß-öø-ÿ]")
_LAST_WORD = pattern(r"[^\s(\[]{1,12}$")
# Words whose full stop ends no sentence.
_SHORT = frozenset(
    (  # noqa: SIM905 - a list of words is read as a sentence
        "al app approx ca cf ch chap col def dr ed eds eq eqn eqns eqs etc ex fig figs ff ibid i.e e.g jr "
        "lem mr mrs ms no nos p pp prof prop pt ref refs resp sec sect secs sr st suppl tab tabs thm viz vol "
        "vs w.r.t"
    ).split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; together they are the text without the blanks between.

    >>> text = "Looms drift. As Ho et al. [3] show, Fig. 2 is of no help. Why?"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Looms drift.', 'As Ho et al. [3] show, Fig. 2 is of no help.', 'Why?']
    """
    spans: list[tuple[int, int]] = []
    start = _skip(text, 0)
    for found in _END.finditer(text):
        end = found.end()
        if found[0] == "\n":
            end -= 1
        elif not _ends(text, found.start(), end):
            continue
        if end > start:
            spans.append((start, end))
            start = _skip(text, end)
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends(text: str, at: int, end: int) -> bool:
    """Return whether the sign at a place, with what closes behind it up to `end`, ends a sentence."""
    if not _BEGINS.match(text, end):
        return False
    if text[at] != "." or text[at : at + 2] == "..":
        return True
    word = _LAST_WORD.search(text[max(0, at - 12) : at])
    if word is None:
        return True
    last = word[0].lower()
    return last not in _SHORT and not (len(last) == 1 and word[0].isupper())
