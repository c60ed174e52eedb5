"""Papers and their texts, for tests: a web page, a PDF of several pages, pages that are no paper."""

from paperbrowser.papers.model import Paper
from tests.formats.article.tiny_pdf import Text, column, pdf
from tests.sources.site import Reply

MUD = Paper(title="Mud in Motion", authors=("Ada Example",), arxiv="2101.00007", id="mud")
REEFS = Paper(title="Reefs at Rest over Many Long Winters", id="reefs")
PROSE = "Silt settles where the water rests, and the water rests where nobody has dug. " * 12
PAGE = f"""<!DOCTYPE html><html><head><title>Mud in Motion</title></head><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Mud in Motion</h1>
<section class="ltx_section"><h2 class="ltx_title">1 Settling</h2><p class="ltx_p">{PROSE}</p></section>
<section class="ltx_section"><h2 class="ltx_title">2 Dredging</h2><p class="ltx_p">{PROSE}</p></section>
</article></body></html>""".encode()
LOGIN = b"<!DOCTYPE html><html><title>Sign in</title><body>Sign in, please</body></html>"


def pdf_of(*words, pages=1, title="Of Silt and Sand"):
    """Return a PDF: a title, then a paragraph with some words."""
    made = []
    for number in range(pages):
        lines = ["# 1 Grains", *words, *["the grains of silt roll over the sand of the sea"] * 12]
        head = [] if number else [Text(title, 72, 700, 18, bold=True)]
        made.append([*head, *column(lines, 72, 640)])
    return pdf(made)


def page_reply(data=PAGE):
    return Reply(data, headers={"Content-Type": "text/html"})


def pdf_reply(data):
    return Reply(data, headers={"Content-Type": "application/pdf", "ETag": '"1"'})
