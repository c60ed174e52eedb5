"""Read the full text of a paper from a web page: arXiv's and ar5iv's, and publishers'."""

import codecs
import re

from paperbrowser.formats import encoding
from paperbrowser.formats.article import tree
from paperbrowser.formats.article.blocks import PageReader, ranked
from paperbrowser.formats.article.tree import Element
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.article import Article
from paperbrowser.papers.display import counted
from paperbrowser.papers.text import one_line

LARGEST = 40_000_000  # bytes of a page
_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s?=\s?[\"']?\s?([A-Za-z][\w.:-]{1,30})", re.IGNORECASE
)
# Titles of pages that come in place of a paper.
_NOT_A_PAPER = re.compile(
    r"(?P<login>sign(?:ing)? in|log ?in|log ?on|anmelden|authentication required|single sign-on|shibboleth"
    r"|institutional (?:login|access))"
    r"|(?P<robot>just a moment|attention required|are you (?:a )?(?:robot|human)|captcha|bot verification"
    r"|security (?:check|verification)|verif(?:y|ying) (?:that )?you|making sure you|checking your browser"
    r"|one moment,? please)"
    r"|(?P<error>(?:error )?(?:40[0-9]|410|429|50[0-9])\b|not found|access denied|forbidden|bad gateway"
    r"|service unavailable|internal server error|too many requests|an error occurred|gateway time-?out"
    r"|no html (?:for|available)|site maintenance|conversion failed)",
    re.IGNORECASE,
)
_SENTENCES = {
    "login": (
        "a page to log in came in place of the paper",
        "login-page",
        "open it in a web browser",
    ),
    "robot": (
        "a page that tells web browsers from programs came in place of the paper",
        "guarded",
        "open it in a web browser",
    ),
    "error": ("an error page came in place of the paper", "error-page", "try again later"),
}
_PARTS = 30  # of a page that are looked at for the paper
_FEW = 500  # words; a page that has fewer, and no sections, has an abstract at most
_FEWEST = 60  # words of anything that is called a text


def read(data: bytes, *, url: str = "") -> Article:
    """Return the text of a paper's web page.

    Args:
        data: the page as it came.
        url: where it came from.

    Raises:
        ReadError: it is no page, or one without the text of a paper: a login, an error, an abstract.
    """
    if len(data) > LARGEST:
        what = f"the page has more than {LARGEST // 1_000_000} MB"
        raise ReadError(what, code="too-large", advice="open it in a web browser")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise ReadError("it is a PDF, not a web page", code="not-html", advice="read it as a PDF")
    root = tree.parse(_decoded(data))
    elements = [*root.elements()]
    document = next((one for one in elements if "ltx_document" in one.classes), None)
    reader = PageReader()
    main = document if document is not None else _main_part(root, elements)
    title = _title(elements, document)
    reader.read(_without_title(main, title) if document is None else main)
    _check(elements, reader, title, is_document=document is not None)
    remarks = []
    if reader.failed:
        named = ", ".join(dict.fromkeys(one for one in reader.failed[:20] if one))[:200]
        places = counted(len(reader.failed), "command")
        remarks.append(f"{places} of LaTeX not converted by the page's maker: {named}")
    return Article(
        title=title,
        blocks=ranked(reader.blocks),
        references=tuple(reader.references),
        source="html",
        url=url,
        authors=_authors(elements, document),
        remarks=tuple(remarks),
    )


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if (declared := _CHARSET.search(data[:8192])) is not None:
        try:
            return data.decode(declared[1].decode("ascii"), "replace")
        except (LookupError, ValueError, UnicodeError):
            pass
    try:
        return encoding.decode(data).text
    except ReadError:
        raise ReadError(
            "it is not a web page, but binary data", code="not-html", advice="check the file"
        ) from None


def _main_part(root: Element, elements: list[Element]) -> Element:
    """Return the element that has the paper, without the site around it."""
    whole = _running(root)
    kinds = (
        [one for one in elements if one.get("itemprop") == "articleBody"][:_PARTS],
        [one for one in elements if one.name == "article"][:_PARTS],
        [one for one in elements if one.name == "main" or one.get("role") == "main"][:_PARTS],
    )
    for kind in kinds:
        best = max(kind, key=_running, default=None)
        if best is not None and _running(best) >= 0.6 * whole:
            return best
    return root


def _running(element: Element) -> int:
    """Return how many characters of running text an element has."""
    return sum(
        sum(len(child) for child in one.children if isinstance(child, str))
        for one in element.elements()
        if one.name not in {"script", "style", "title"}
    )


def _title(elements: list[Element], document: Element | None) -> str:
    if document is not None:
        for one in document.elements():
            if "ltx_title_document" in one.classes:
                return _plain(one)
    for name in ("citation_title", "dc.title", "og:title"):
        if found := _metas(elements, name):
            return found[0]
    for wanted in ("h1", "title"):
        for one in elements:
            if one.name == wanted and (text := _plain(one)):
                return text
    return ""


def _authors(elements: list[Element], document: Element | None) -> str:
    names: list[str] = []
    if document is not None:
        names = [_plain(one) for one in document.elements() if "ltx_personname" in one.classes]
    names = [name for name in names if name] or _metas(elements, "citation_author")
    return one_line(", ".join(names))[:5000]


def _metas(elements: list[Element], name: str) -> list[str]:
    return [
        content
        for one in elements
        if one.name == "meta"
        and name in {one.get("name").lower(), one.get("property").lower()}
        and (content := one_line(one.get("content"))[:1000])
    ]


def _plain(element: Element) -> str:
    """Return a title or name without its footnotes."""
    reader = PageReader()
    return one_line(reader.line(element))[:2000]


def _without_title(main: Element, title: str) -> Element:
    """Return the part of the page behind its title, if the title stands at its beginning."""
    for one in main.elements():
        if one.name == "h1" and (_plain(one) == title or not title):
            one.attributes["hidden"] = "hidden"
            break
    return main


def _check(elements: list[Element], reader: PageReader, title: str, *, is_document: bool) -> None:
    """Raise ReadError for a page that has no text of a paper."""
    words = sum(len(block.text.split()) for block in reader.blocks if block.kind != "heading")
    sections = sum(block.kind == "heading" for block in reader.blocks)
    if is_document and words:
        return
    if words < _FEW:
        pages = [_plain(one) for one in elements if one.name in {"title", "h1", "h2"}][:20]
        for text in (title, *pages):
            if (found := _NOT_A_PAPER.search(text[:200])) is not None:
                what, code, advice = _SENTENCES[found.lastgroup or "error"]
                raise ReadError(what, code=code, advice=advice)
        if any(one.name == "input" and one.get("type").lower() == "password" for one in elements):
            what, code, advice = _SENTENCES["login"]
            raise ReadError(what, code=code, advice=advice)
    if words < _FEWEST or (words < _FEW and sections < 2):
        raise ReadError(
            "the page has no text of a paper, an abstract at most",
            code="no-text",
            advice="open it in a web browser",
        )
