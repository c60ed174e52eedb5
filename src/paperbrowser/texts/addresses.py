"""The addresses of the open text of a paper, the best first: arXiv's page, arXiv's PDF, the source's own.

Only what identifiers and the source say; nothing is guessed.
"""

from dataclasses import dataclass
from urllib.parse import quote

from paperbrowser.papers.article import ArticleSource
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.links import host, is_web_link, target
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.sources import SOURCES
from paperbrowser.sources.settings import SourceSettings


@dataclass(frozen=True, slots=True)
class TextAddress:
    """An address where the text of a paper may be had.

    Attributes:
        url: that is asked.
        source: "html" for a web page, "pdf" for a PDF.
        shown: the address as users know it.
        what: it is, in words: "the PDF of 2101.00007".
    """

    url: str
    source: ArticleSource
    shown: str
    what: str

    @property
    def place(self) -> str:
        """The address in short: "arxiv.org/html/2101.00007", or the site of another one."""
        of_arxiv = self.shown.startswith("https://arxiv.org/")
        return self.shown.removeprefix("https://") if of_arxiv else host(self.shown)


def addresses(paper: Paper, settings: SourceSettings | None = None) -> tuple[TextAddress, ...]:
    """Return where the open text of a paper may be had; none where no open text is known.

    Args:
        paper: the paper.
        settings: have arXiv's address, if it is another one.
    """
    found: list[TextAddress] = []
    info = SOURCES["arxiv"]
    base = info.pages
    if settings is not None and (own := settings.access_to("arxiv").url) != info.base:
        base = own
    every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
    ids = dict.fromkeys(one.arxiv or arxiv_of_doi(one.doi) for one in every)
    arxivs = [id_ for id_ in ids if id_]
    for source in ("html", "pdf"):
        for id_ in arxivs:
            path = f"/{source}/{quote(id_)}"
            kind = "web page" if source == "html" else "PDF"
            shown = f"https://arxiv.org{path}"
            found.append(
                TextAddress(
                    f"{base}{path}",
                    "html" if source == "html" else "pdf",
                    shown,
                    f"the {kind} of {id_}",
                )
            )
    link = paper.pdf or ""
    if is_web_link(link) and target(link) not in {f"arxiv:{id_}" for id_ in arxivs}:
        found.append(TextAddress(link, "pdf", link, "the PDF"))
    return tuple(found)
