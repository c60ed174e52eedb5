"""The web services that papers are fetched from: one row each, and which service an id belongs to.

A module beside this file asks the service: see `protocol.Source`, and `services`, which imports it.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.papers.text import one_line

_SITE = r"(?:https?://)?(?:www\.|api\.|export\.|pub\.|explore\.|labs\.|old\.)?"
_ENDING = r"(?:\.(?:html?|atom2?|json|xml))?"
_REST = r"(?:[/?#].*)?"
_DBLP = rf"{_SITE}dblp\d?(?:\.uni-trier\.de|\.dagstuhl\.de|\.org)"
# A filter of OpenAlex's works, up to the value of the field that is named.
_WORKS_OF = (
    r"works/?\?(?:[^#]*&)?filter=(?:[^&#]*,)?(?:authorships\.)?author\.{}:(?:https?://[a-z.]+/)?"
)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One web service.

    Attributes:
        name: as users type it, and as profiles have it in `Profile.source`.
        label: its name in sentences.
        base: the address that it is asked at, without "/" at its end.
        about: what it has and which ids it takes, for the help.
        interval: seconds between two requests, as the service asks for.
        newest_first: whether works come newest first, so that a page of known ones ends an update.
        knows_orcid: whether it finds a person by ORCID iD.
        ids: patterns of its ids and of the addresses of its pages; the first group is the id.
        ids_in_capitals: ids are written in capitals; small letters are accepted.
        numeric_ids: ids are bare numbers, which are only accepted where the service is named.
        orcid_pages: patterns of the addresses of its pages up to an ORCID iD, where it has such pages.
        searches: patterns of its addresses that look for a name, up to the name.
        key_parameter: the parameter of a request that holds the user's key.
        key_header: the header that holds the user's key, and its text with {} for the key.
        key_page: where users get a key, if they may have one.
        pages: the address of its pages of people, where that is not `base`.
        works_by_orcid: works are asked for by the ORCID iD of a person who has one, since several ids of
            the service may share it.
        together: people whose new works one request may ask for; see `protocol.SharedSource`.
        works_with_person: a person comes with all works, so that those of nobody are not asked for again.
        knows_citations: it knows references and citing papers; see `citations.answer.CitationSource`.
    """

    name: str
    label: str
    base: str
    about: str
    interval: float
    newest_first: bool = False
    knows_orcid: bool = False
    ids: tuple[str, ...] = ()
    ids_in_capitals: bool = False
    numeric_ids: bool = False
    orcid_pages: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    key_parameter: str = ""
    key_header: tuple[str, str] | None = None
    key_page: str = ""
    pages: str = ""
    works_by_orcid: bool = False
    together: int = 1
    works_with_person: bool = False
    knows_citations: bool = False

    @property
    def key_variable(self) -> str:
        """The environment variable that holds the user's key."""
        return f"PAPERBROWSER_{self.name.upper()}_KEY"

    @property
    def takes_key(self) -> bool:
        """Whether a user may have a key of this service."""
        return bool(self.key_parameter or self.key_header)


# A name of INSPIRE: letters and a number.
_BAI = r"[^\W\d_][\w'-]*(?:\.[^\W\d_][\w'-]*)*\.\d{1,4}"

# The first is asked where none is named. Patterns of ids are tried in this order.
_ROWS = (
    SourceInfo(
        name="openalex",
        label="OpenAlex",
        base="https://api.openalex.org",
        about="all fields, abstracts, citations: A5023888391, ORCID iD",
        interval=0.2,
        newest_first=True,
        knows_orcid=True,
        # https://docs.openalex.org/how-to-use-the-api/get-single-entities
        ids=(
            rf"(?:{_SITE}openalex\.org/(?:authors/|people/)?)?(a\d{{4,12}}){_REST}",
            rf"{_SITE}openalex\.org/{_WORKS_OF.format('id')}(a\d{{4,12}})(?:[,&|#].*)?",
        ),
        orcid_pages=(
            rf"{_SITE}openalex\.org/(?:authors|people)/(?:orcid:)?(?:https?://orcid\.org/)?",
            rf"{_SITE}openalex\.org/{_WORKS_OF.format('orcid')}",
        ),
        searches=(rf"{_SITE}openalex\.org/(?:authors|people)/?\?(?:[^#]*&)?search=",),
        ids_in_capitals=True,
        key_parameter="api_key",
        key_page="openalex.org/settings/api",
        works_by_orcid=True,
        together=100,  # https://developers.openalex.org: values of one filter
        knows_citations=True,
    ),
    SourceInfo(
        name="semanticscholar",
        label="Semantic Scholar",
        base="https://api.semanticscholar.org/graph/v1",
        about="all fields, abstracts, citations: its author pages",
        interval=1.0,  # with a key: https://www.semanticscholar.org/product/api
        # https://api.semanticscholar.org/api-docs/graph
        ids=(
            rf"{_SITE}semanticscholar\.org/(?:graph/v1/)?author/(?:[^/?#]*/)?(\d{{1,12}}){_REST}",
        ),
        numeric_ids=True,
        key_header=("x-api-key", "{}"),
        knows_citations=True,
        key_page="semanticscholar.org/product/api",
    ),
    SourceInfo(
        name="arxiv",
        label="arXiv",
        base="https://export.arxiv.org",
        pages="https://arxiv.org",  # https://info.arxiv.org/help/author_identifiers.html
        about='preprints, of a name rather than a person: ho_s_1, au:"Shirley Ho"',
        interval=3.0,  # https://info.arxiv.org/help/api/tou.html
        newest_first=True,
        knows_orcid=True,
        # https://info.arxiv.org/help/author_identifiers.html
        ids=(
            rf"{_SITE}arxiv\.org/a/([a-z-]+(?:_[a-z-]+)*_[a-z]_\d{{1,4}}){_ENDING}{_REST}",
            rf"([a-z-]+(?:_[a-z-]+)*_[a-z]_\d{{1,4}}){_ENDING}",
            r"(au:.+)",
        ),
        orcid_pages=(rf"{_SITE}arxiv\.org/a/",),
        searches=(
            rf"{_SITE}arxiv\.org/search/?(?:[a-z-]+/?)?\?(?=[^#]*searchtype=author)(?:[^#]*&)?query=",
        ),
    ),
    SourceInfo(
        name="inspire",
        label="INSPIRE",
        base="https://inspirehep.net/api",
        about="high-energy physics and around it: S.Ho.1, ORCID iD, its author pages",
        interval=0.4,  # 15 requests in 5 s
        newest_first=True,
        knows_orcid=True,
        # https://github.com/inspirehep/rest-api-doc
        ids=(
            rf"{_SITE}inspirehep\.net/(?:api/)?authors/(\d{{1,12}}){_REST}",
            rf"({_BAI})",
            rf"{_SITE}inspirehep\.net/(?:api/)?author/profile/({_BAI}){_REST}",
            rf"{_SITE}inspirehep\.net/(?:api/)?literature/?\?(?:[^#]*&)?q="
            rf"(?:find[ +]+)?(?:author|au|a)[ :+]+['\"]?({_BAI})['\"]?(?:[&#].*)?",
        ),
        orcid_pages=(rf"{_SITE}inspirehep\.net/(?:api/)?(?:orcid|authors)/",),
        searches=(rf"{_SITE}inspirehep\.net/(?:api/)?authors/?\?(?:[^#]*&)?q=",),
        numeric_ids=True,
    ),
    SourceInfo(
        name="dblp",
        label="DBLP",
        base="https://dblp.org",
        about="computer science, no abstracts: 05/7780, its pages",
        interval=1.0,  # or more: https://dblp.org/faq/1474706.html
        # https://dblp.org/faq/1474690.html
        ids=(
            rf"{_DBLP}/pid/+([\w-]{{1,100}}/[\w-]{{1,100}})/*(?:\.\w{{1,5}}(?:/.*)?)?(?:[?#].*)?",
            r"(\d{1,3}/\d{1,6}(?:-\d{1,4})?|[a-z]/[A-Z][\w-]*)",
        ),
        works_with_person=True,
        searches=(rf"{_DBLP}/search(?:/author(?:/api)?)?/?\?(?:[^#]*&)?q=(?:author:)?",),
    ),
    SourceInfo(
        name="orcid",
        label="ORCID",
        base="https://pub.orcid.org/v3.0",
        about="what people list themselves: ORCID iD",
        interval=0.2,
        knows_orcid=True,
        key_header=("Authorization", "Bearer {}"),
    ),
)
SOURCES = {info.name: info for info in _ROWS}
DEFAULT = _ROWS[0].name

_LONGEST = 300  # characters of a name, an id or a link
_ANY_ORCID = r"[\dxX-]{16,19}"
# Addresses of orcid.org name no service: others have more about the papers.
_ORCIDS = tuple(
    (name, re.compile(rf"{before}({_ANY_ORCID}){_ENDING}{rest}", re.IGNORECASE))
    for name, before, rest in (
        ("", rf"(?:{_SITE}orcid\.org/(?:v\d\.\d/)?)", _REST),
        ("", r"(?:orcid:\s*)?", "/?"),
        *((info.name, page, r"(?:[/?#,&|].*)?") for info in _ROWS for page in info.orcid_pages),
    )
)
_SEARCHES = tuple(
    (info.name, re.compile(rf"{search}([^&#]+)(?:[&#].*)?", re.IGNORECASE))
    for info in _ROWS
    for search in info.searches
)
# The pages of people that dblp had before, by name: h/Ho:Shirley, with =e1= for a letter.
_DBLP_NAME = re.compile(
    rf"{_DBLP}/(?:pers|db/indices/a-tree)/(?:h[dcbtyx]/)?[a-z]/([^/?#.]+).*", re.IGNORECASE
)
_ESCAPE = re.compile(r"=([0-9a-f]{2,4})=", re.IGNORECASE)


def identify(text: str, source: str | None = None) -> tuple[str, str] | None:
    """Return the service and the id that `text` identifies a person by; None if it may be a name.

    Args:
        text: an id, or the address of a person's page.
        source: the service that the user named, if any. An ORCID iD is looked up there, or at
            OpenAlex; a bare number is an id only of a service that was named.

    >>> identify("https://openalex.org/authors/a5023888391"), identify("S.Ho.1"), identify("Shirley Ho")
    (('openalex', 'A5023888391'), ('inspire', 'S.Ho.1'), None)
    """
    text = unquote(text.strip())
    if len(text) > _LONGEST:
        return None
    named = SOURCES.get(source or "")
    for page_of, orcids in _ORCIDS:
        if (given := orcids.fullmatch(text)) and (orcid := orcid_of(given[1])):
            at_named = named.name if named is not None and named.knows_orcid else DEFAULT
            return page_of or at_named, orcid
    if named is not None and named.numeric_ids and re.fullmatch(r"\d{1,12}", text, re.ASCII):
        return named.name, text
    for info in _ROWS:
        # Case does not matter in addresses.
        flags = re.IGNORECASE if info.ids_in_capitals or "://" in text else 0
        for pattern in info.ids:
            if found := re.fullmatch(pattern, text, flags):
                id_ = found[1].strip("/")
                return info.name, id_.upper() if info.ids_in_capitals else id_
    return None


def searched(text: str) -> tuple[str, str] | None:
    """Return the service and the name that an address of the service looks for; None for other texts.

    >>> searched("https://dblp.org/search/author?q=Shirley+Ho")
    ('dblp', 'Shirley Ho')
    """
    text = text.strip()
    if len(text) > _LONGEST or "/" not in text:
        return None
    for source, search in _SEARCHES:
        if found := search.fullmatch(text):
            name = one_line(unquote_plus(found[1])).strip(' "')
            return (source, name) if name else None
    if found := _DBLP_NAME.fullmatch(text):
        family, _, given = found[1].partition(":")
        name = _ESCAPE.sub(_letter, f"{given} {family}".replace("_", " "))
        return "dblp", one_line(name)
    return None


def _letter(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def why_not_a_name(text: str) -> str | None:
    """Return why `text`, which identifies no person, cannot be a name either; None if it can.

    >>> why_not_a_name("0000-0002-1825-0098"), why_not_a_name("Shirley Ho")
    ('0000-0002-1825-0098 is not a valid ORCID iD (wrong check digit); check it', None)
    """
    text = text.strip()
    if searched(text) or any(identify(text, source) for source in (None, *SOURCES)):
        return None
    if "://" in text:
        *most, last = (info.label for info in _ROWS)
        labels = f"{', '.join(most)} or {last}"
        return f"{text} is not the page of a person at {labels}; give an id or the name instead"
    if "-" in text and re.fullmatch(rf"(?:orcid:)?{_ANY_ORCID}/?", text, re.IGNORECASE):
        return f"{text} is not a valid ORCID iD (wrong check digit); check it"
    return None
