"""Write the news of several profiles for a mail, a note or a browser: plain text, Markdown, HTML.

Plain text has lines of 79 columns, but for long links, and none that begins with a full stop or "From ",
which mail programs act upon.
"""

from collections.abc import Iterator, Sequence

from paperbrowser.formats import html, markdown
from paperbrowser.formats.text import reference
from paperbrowser.papers import display, links
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.papers.news import News
from paperbrowser.papers.text import clean_line, columns, cut

_WIDTH = 79
_LINES = 4  # of the abstract
_TEASER = 600  # characters of the abstract, where lines are as wide as the window
_READ = 4_000  # characters of an abstract that are looked at
_AUTHORS = 4
_PEOPLE = 3
_LONGEST_LINK = 400  # characters; lines of a mail may have 998


def headline(news: Sequence[News], when: str) -> str:
    """Return how much is new: "3 new papers and 1 preprint published since 12 Oct 2026".

    Args:
        news: the works.
        when: "since 12 Oct 2026", or another end of the sentence; it may be empty.
    """
    published = sum(one.published for one in news)
    new = len(news) - published
    parts = [counted(new, "new paper")] if new else []
    if published:
        parts.append(f"{counted(published, 'preprint')} published")
    return f"{' and '.join(parts) or 'nothing new'} {when}".strip()


def text(news: Sequence[News], sentence: str) -> Iterator[str]:
    """Return the lines of plain text, without their ends.

    Args:
        news: the works.
        sentence: the headline.
    """
    yield from _wrapped(sentence, _WIDTH)
    for one in news:
        yield ""
        first, *others = _wrapped(_title(one.paper), _WIDTH - 2)
        yield f"* {first}"
        yield from (f"  {line}" for line in others)
        for fact in _facts(one):
            yield from (f"  {line}" for line in _wrapped(fact, _WIDTH - 2))
        lines = _wrapped(_teaser(one.paper), _WIDTH - 4)
        if len(lines) > _LINES:
            lines = [*lines[: _LINES - 1], cut(f"{lines[_LINES - 1]} …", _WIDTH - 4)]
        yield from (f"    {line}" for line in lines)
        if link := _link(one.paper):
            yield f"  {link}"


def as_markdown(news: Sequence[News], sentence: str) -> Iterator[str]:
    """Return the parts of a text in Markdown; the arguments are those of `text`."""
    yield f"# {markdown.escaped(sentence)}\n"
    for one in news:
        blocks = [f"## {markdown.escaped(_title(one.paper))}"]
        blocks += map(markdown.escaped, _facts(one))
        if teaser := _teaser(one.paper):
            blocks.append(f"> {markdown.escaped(_cut(teaser))}")
        if link := _link(one.paper):
            blocks.append(f"[{markdown.escaped(links.host(link))}]({markdown.address(link)})")
        yield "".join(f"\n{block}\n" for block in blocks)


def as_html(news: Sequence[News], sentence: str) -> Iterator[str]:
    """Return the parts of a web page; the arguments are those of `text`."""
    yield html.head(sentence, "")
    for one in news:
        title = html.escaped(_title(one.paper))
        if link := _link(one.paper):
            title = f'<a href="{html.escaped(link)}" rel="noopener">{title}</a>'
        lines = ["<article>", f'<h2 dir="auto">{title}</h2>']
        lines += (f'<p class="facts" dir="auto">{html.escaped(fact)}</p>' for fact in _facts(one))
        if teaser := _teaser(one.paper):
            lines.append(f'<p dir="auto">{html.escaped(_cut(teaser))}</p>')
        yield "\n".join([*lines, "</article>\n"])
    yield html.END


def _title(paper: Paper) -> str:
    return clean_line(display.title(paper)) or "(untitled)"


def _facts(news: News) -> Iterator[str]:
    """Yield lines on a work: its authors, where it is, whose it is and since when."""
    paper = news.paper
    place = ", ".join(filter(None, (display.venue(paper), reference.date(paper))))
    retraction = display.retraction(paper)
    day = PartialDate.of(news.day).words
    what = f"published (seen {day}); the preprint was known" if news.published else f"new {day}"
    whose = f"{_people(paper)}: {what}" if paper.people else what
    for line in (retraction, display.authors(paper, _AUTHORS), place, whose):
        if cleaned := clean_line(line):
            yield cleaned


def _people(paper: Paper) -> str:
    names = [*map(display.name, paper.people)]
    if len(names) > _PEOPLE:
        return f"{', '.join(names[:_PEOPLE])} and {counted(len(names) - _PEOPLE, 'other')}"
    return ", ".join(names)


def _teaser(paper: Paper) -> str:
    """Return the summary or the beginning of the abstract, on one line."""
    if paper.summary:
        return clean_line(display.line(paper.summary[:_READ]))
    return clean_line(display.line(paper.abstract[:_READ]))


def _cut(teaser: str) -> str:
    return cut(teaser, _TEASER)


def _link(paper: Paper) -> str | None:
    return next((link for link in links.links(paper) if len(link) <= _LONGEST_LINK), None)


def _wrapped(line: str, width: int) -> list[str]:
    """Return the lines of a text in so many columns; a word that is wider is divided."""
    lines: list[str] = []
    now, used = "", 0
    for word in line.split():
        wide = _columns(word)
        if now and used + 1 + wide <= width:
            now, used = f"{now} {word}", used + 1 + wide
            continue
        if now:
            lines.append(now)
        *whole, now = _divided(word, width)
        lines += whole
        used = _columns(now)
    return [*lines, now] if now else lines


def _divided(word: str, width: int) -> list[str]:
    if _columns(word) <= width:
        return [word]
    parts, now, used = [], "", 0
    for char in word:
        wide = columns(char)
        if used + wide > width or len(now) >= 2 * width:
            parts.append(now)
            now, used = "", 0
        now, used = now + char, used + wide
    return [*parts, now]


def _columns(word: str) -> int:
    """Return the columns of a word; accents without end take some too."""
    return max(columns(word), len(word) // 2)
