"""`paperbrowser digest`: print what is new of everyone, for a terminal, a mail or a note."""

import argparse
import datetime
import re
from collections.abc import Iterator, Sequence

from paperbrowser.cli import selection
from paperbrowser.cli.output import encode, print_json, print_line, say
from paperbrowser.cli.parser import Parser, day
from paperbrowser.formats import digest
from paperbrowser.formats.result import ReadError
from paperbrowser.library import locate, store
from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.papers.model import Profile
from paperbrowser.papers.news import News
from paperbrowser.reading import corrections

_DEFAULT = "7d"
_SPAN = re.compile(r"(\d{1,5})([dw])", re.ASCII)
_NOTES = """\
A paper is new on the day when an update added it to a profile; the papers that
a profile began with are not new. The publication of a preprint that you had is
printed as such. Hidden papers are left out. The newest comes first, each work
once. docs/following.md has lines for cron that mail it every week.
"""


def run(arguments: list[str]) -> int:
    """Print what is new; return 1 if a profile cannot be read."""
    chosen = _parser().parse_args(arguments)
    profiles, code, correct = [], 0, corrections.load()
    for path in locate.everyone().members:
        try:
            profiles.append(correct(store.read(path).profile, path)[0])
        except ReadError as error:
            say(str(error))
            code = 1
    since = None if chosen.unread else chosen.since
    news = [*_wanted(profiles, since, unread=chosen.unread)]
    when = "that you have not read" if since is None else f"since {PartialDate.of(since).words}"
    sentence = digest.headline(news, when)
    if chosen.json:
        _print_json(news, since)
    elif chosen.markdown or chosen.html:
        encode(encoding="utf-8")
        parts = (digest.as_markdown if chosen.markdown else digest.as_html)(news, sentence)
        print_line("".join(parts).rstrip("\n"))
    else:
        for line in digest.text(news, sentence):
            print_line(line)
    return code


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser digest",
        usage="paperbrowser digest [--since 7d|2w|DATE | --unread]\n"
        "                           [--markdown | --html | --json]",
        description="Print what is new of everyone: titles, whose they are, links, abstracts.",
        epilog=_NOTES,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--since",
        type=first_day,
        default=_DEFAULT,
        metavar="7d|2w|DATE",
        help=f"days, weeks, or the first day (YYYY-MM-DD); default: {_DEFAULT}",
    )
    what.add_argument(
        "--unread", action="store_true", help="whatever you have not read, of any day"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="for notes")
    form.add_argument("--html", action="store_true", help="a page without scripts")
    form.add_argument("--json", action="store_true", help="everything, for other programs")
    return parser


def first_day(text: str) -> datetime.date:
    """Return the first day of a span that ends today, or the day that is given."""
    if (found := _SPAN.fullmatch(text)) is None:
        try:
            return day(text)
        except argparse.ArgumentTypeError:
            message = (
                f'"{text}" is neither a number of days (7d) or weeks (2w) nor a date (YYYY-MM-DD)'
            )
            raise argparse.ArgumentTypeError(message) from None
    days = int(found[1]) * (7 if found[2] == "w" else 1)
    today = datetime.date.today()
    return datetime.date.fromordinal(max(today.toordinal() - days, 1))


def _wanted(
    profiles: Sequence[Profile], since: datetime.date | None, *, unread: bool
) -> Iterator[News]:
    """Yield the news of papers that are not hidden, nor read if only unread ones are wanted."""
    from paperbrowser.library.news import news_of

    found = news_of(profiles, since)
    marking = selection.marking_if_any()
    marks = marking.marks_of_all([one.paper for one in found]) if marking is not None else ()
    for place, one in enumerate(found):
        its = marks[place] if marks else NO_MARKS
        if not (its.hidden or (unread and its.read)):
            yield one


def _print_json(news: Sequence[News], since: datetime.date | None) -> None:
    from paperbrowser.formats.json.own import fields_of

    print_json(
        {
            "since": None if since is None else since.isoformat(),
            "news": [
                {
                    "day": one.day.isoformat(),
                    "what": "published" if one.published else "new",
                    **fields_of(one.paper),
                    "title_text": display.title(one.paper),
                }
                for one in news
            ],
        }
    )
