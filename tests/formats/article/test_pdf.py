"""PDFs of papers as text: columns, hyphens, running heads, references, and files that mean harm."""

import hashlib
import random
import re
import sys
import threading
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.article import pdf
from paperbrowser.formats.article.layout import PdfLine, PdfPage, ordered
from paperbrowser.formats.article.prose import ProseReader
from paperbrowser.formats.result import ReadError, StoppedError
from paperbrowser.papers.text import clean

from .tiny_pdf import Text, assembled, column
from .tiny_pdf import pdf as tiny

FILLER = [f"the gauge at mile {number} was read twice a day and its" for number in range(30)]


def two_columns():
    left = [
        "# Abstract",
        "We measured the tides of narrow straits for two years and",
        "found that water comes and goes, as was long suspec-",
        "ted by fishermen.",
        "# 1 Introduction",
        "  Straits are narrow. Many people live beside them, and",
        "those who do so know the state-of-the-art boats well, yet",
        *FILLER[:22],
        "level was written down by the keeper of the",
    ]
    right = [
        "light, who kept a book of it.",
        "# 1.1 Gauges",
        "  A gauge is a stick with marks.",
        *FILLER[:20],
        "numbers are good.",
        "# References",
        "[1] T. Vance. On moons. arXiv:1402.01234, 2014.",
        "[2] R. Ito and M. Okonedo. Sand in the harbours of the",
        "north. doi:10.5555/sand.9",
    ]
    title = [Text("Tides of Narrow Straits", 200, 740, 18), Text("Mira Okonedo", 260, 715, 11)]
    return [*title, *column(left, 54, 680), *column(right, 318, 680)]


def test_two_columns_are_read_one_after_the_other():
    article = pdf.read(tiny([two_columns()]), url="https://example.org/a.pdf")
    assert article.title == "Tides of Narrow Straits"
    assert article.authors == "Mira Okonedo"
    assert [(one.title, one.level) for one in article.outline] == [
        ("Abstract", 1),
        ("1 Introduction", 1),
        ("1.1 Gauges", 2),
    ]
    texts = [one.text for one in article.blocks if one.kind == "paragraph"]
    assert texts[0].endswith("as was long suspected by fishermen.")
    assert "by the keeper of the light, who kept a book of it." in texts[1]
    assert "state-of-the-art" in texts[1]
    first, second = article.references
    assert (first.label, first.arxiv) == ("[1]", "1402.01234")
    assert (
        second.text
        == "R. Ito and M. Okonedo. Sand in the harbours of the north. doi:10.5555/sand.9"
    )
    assert second.doi == "10.5555/sand.9"
    assert (article.pages, article.source) == (1, "pdf")


def test_columns_below_an_abstract_over_the_whole_width_are_read_one_after_the_other():
    abstract = [f"{line} and this goes over the whole width of the page" for line in FILLER[:14]]
    left = ["# 1 Introduction", *[f"left {at} of the tide is" for at in range(8)]]
    right = [*[f"right {at} of the moon is" for at in range(8)], "seen."]
    page = [Text("Tides of Narrow Straits", 120, 740, 18), Text("Mira Okonedo", 260, 715, 11)]
    page += column(abstract, 54, 680) + column(left, 54, 480) + column(right, 318, 480)
    page += [Text("Received in spring", 500, 740, 7)]
    article = pdf.read(tiny([page]))
    assert (article.title, article.authors) == ("Tides of Narrow Straits", "Mira Okonedo")
    texts = [one.text for one in article.blocks if one.kind == "paragraph"]
    assert "left 0 of the tide is left 1 of" in texts[-1]
    assert "left 7 of the tide is right 0 of the moon is" in texts[-1]
    assert texts[-1].endswith("right 7 of the moon is seen.")
    assert any(one.endswith("whole width of the page") for one in texts[:-1])


@pytest.mark.parametrize(
    ("end", "start", "whole"),
    [
        ("interleu\ufffe", "kin was seen.", "interleukin was seen."),
        ("DNA\ufffe", "bound gulls.", "DNA-bound gulls."),
        ("tide\ufffe", "induced noise.", "tide-induced noise."),
        ("anti\ufffe", "gravity boots.", "anti-gravity boots."),
        ("harbour‑", "master of the town.", "harbourmaster of the town."),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_put_together(end, start, whole):
    known = "The anti-tide and anti-moon men know the interleukin and harbourmaster words."
    lines = [*FILLER[:9], known, f"the tide and {end}", start]
    page = [PdfLine(text, 72, 700 - 12 * at, 540, 10, False, 1) for at, text in enumerate(lines)]
    blocks = ProseReader([page]).blocks
    assert blocks[-1].text.endswith(f"the tide and {whole}")


def test_a_paragraph_goes_on_in_the_next_column_also_with_a_capital():
    left = column([*FILLER[:20], "the gauge at mile 3 was read twice a day by Doctor"], 54, 700)
    right = column(["Okonedo of the gauge at mile 9 who was read to", *FILLER[:20]], 318, 700)
    article = pdf.read(tiny([[*left, *right]]))
    assert "by Doctor Okonedo of" in article.blocks[0].text


def test_letters_of_formulas_and_signs_of_fonts_without_a_map_are_read():
    """The halves of a character outside the first plane are put together."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"2 beginbfchar <61> <D835DEFC> <62> <00BC> endbfchar endcmap end"
    )
    data = page_of(
        content=SHOWN % b"here a c b 3 is", font=b"/ToUnicode 6 0 R", more=[stream(to_unicode)]
    )
    assert [one.text for one in pdf.read(data).blocks] == ["here α c = 3 is"]


def test_accents_that_stand_before_their_letter_are_put_on_it():
    article = pdf.read(tiny([[Text("the na¨ive proof of G¨odel and Fr´echet ¨ x is", 72, 700)]]))
    assert article.blocks[0].text == "the naïve proof of Gödel and Fréchet ¨ x is"


def test_a_title_that_is_also_the_running_head_is_kept():
    first = [Text("Tides of Narrow Straits", 120, 760, 18), *column(FILLER, 72, 700)]
    others = [Text("Tides of Narrow Straits", 72, 760, 8), *column(FILLER, 72, 700)]
    article = pdf.read(tiny([first, others, others]))
    assert article.title == "Tides of Narrow Straits"
    assert not any("Narrow" in one.text for one in article.blocks)


def test_a_table_headed_reference_is_not_the_list_of_references():
    table = [Text("Reference", 72, 560, 12, bold=True), *column(["Gulls", "Terns"], 72, 540)]
    page = column(["# 1 Sand", *FILLER[:10]], 72, 720) + table
    after = column(["# 2 Rain", *FILLER[:10], "# References", "[1] A. Gull. Rain. 2014."], 72, 720)
    article = pdf.read(tiny([page, after]))
    assert [one.text for one in article.references] == ["A. Gull. Rain. 2014."]
    assert "2 Rain" in [one.title for one in article.outline]


def test_initials_of_an_author_are_no_heading_among_references():
    entries = ["Gull, A. (2001). Rain.", "Tern, D. (2005). Hail by Gull,"]
    page = column(["# 1 Sand", *FILLER[:10], "# References", *entries], 72, 720)
    after = [Text("B. M., Tern, C. (2004). On", 72, 720, bold=True), *column(["snow."], 72, 708)]
    article = pdf.read(tiny([page, after]))
    assert "B. M., Tern" in " ".join(one.text for one in article.references)
    assert [one.title for one in article.outline] == ["1 Sand"]


def test_of_two_lists_of_references_the_first_is_the_list_of_the_paper():
    entries = [f"[{at}] A. Gull. Rain. {2000 + at}." for at in range(1, 6)]
    paper = column(["# 1 Sand", *FILLER[:10], "# References", *entries], 72, 720)
    more = column(["# Supplement", *FILLER, *FILLER[:12]], 72, 720)
    last = column(["# References", *entries], 72, 720)
    article = pdf.read(tiny([paper, more, last]))
    first = article.references[0]
    assert (first.page, first.label) == (1, "[1]")


def test_running_heads_and_page_numbers_are_left_out():
    pages = [
        [
            Text("OKONEDO AND RAHBEK", 72, 760, 8),
            *column([f"# {number} Part {'abcdef'[number - 1]}", *FILLER[:25], "rain."], 72, 720),
            Text(f"{number + 40}", 300, 30, 9),
            Text(f"Journal of Water 3 (2019) {number + 40}", 72, 40, 8),
        ]
        for number in range(1, 6)
    ]
    article = pdf.read(tiny(pages, packed=True))
    whole = " ".join(one.text for one in article.blocks)
    assert "OKONEDO" not in whole
    assert "Journal of Water" not in whole
    assert not re.search(r"\b4[1-5]\b", whole)
    assert [one.page for one in article.outline] == [1, 2, 3, 4, 5]


def test_captions_are_apart_and_a_paragraph_goes_on_behind_them():
    page = column(["# 2 Sand", *FILLER[:12], "sand is moved by the"], 72, 720)
    page += column(["Figure 3: Sand in the harbour."], 72, 500, size=9)
    after = column(["sea at night.", "  It is fine."], 72, 700)
    article = pdf.read(tiny([page, after]))
    kinds = [(one.kind, one.text[-20:]) for one in article.blocks]
    assert kinds == [
        ("heading", "2 Sand"),
        ("paragraph", "by the sea at night."),
        ("caption", "and in the harbour."[-20:]),
        ("paragraph", "It is fine."),
    ] or kinds[1:] == [
        ("paragraph", "by the sea at night."),
        ("caption", "Sand in the harbour."),
        ("paragraph", "It is fine."),
    ]


def test_pages_without_text_are_named():
    article = pdf.read(tiny([column(FILLER, 72, 720), [], column(FILLER, 72, 720)]))
    assert article.remarks == ("page 2 is empty",)


def test_an_encrypted_file_is_refused():
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>",
    ]
    data = assembled(objects, b"/Encrypt 3 0 R /ID [<01> <01>]")
    with pytest.raises(ReadError, match="locked with a password") as caught:
        pdf.read(data)
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-pdf"),
        (b"<html>log in</html>", "not-pdf"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, "damaged"),
        (tiny([[]]), "no-text"),
        (tiny([]), "no-text"),
    ],
)
def test_what_has_no_text_is_refused_with_a_sentence(data, code):
    with pytest.raises(ReadError) as caught:
        pdf.read(data)
    assert caught.value.code in {code, "damaged"}
    assert "\n" not in str(caught.value)


def test_a_file_that_is_cut_is_read_or_refused():
    data = tiny([two_columns()])
    for share in (0.3, 0.6, 0.95):
        with_end = data[: int(len(data) * share)]
        with suppress(ReadError):
            assert pdf.read(with_end).blocks


def test_damaged_bytes_do_no_harm():
    whole = tiny([two_columns()], packed=True)
    chance = random.Random(5)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(30):
            data[chance.randrange(20, len(data))] = chance.randrange(256)
        try:
            article = pdf.read(bytes(data))
        except ReadError:
            continue
        assert all(clean(one.text) == one.text for one in article.blocks)


def page_of(*, content, font=b"", more=(), trailer=b""):
    """Return a PDF of one page; `more` are objects from number 6 on."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F0 5 0 R >> /XObject << /X 6 0 R >> >> >>",
            content if content.startswith(b"<<") else stream(content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman %b >>" % font,
            *more,
        ],
        trailer,
    )


def stream(content, more=b""):
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), more, content)


SHOWN = b"BT /F0 10 Tf 1 0 0 1 72 700 Tm (%b) Tj ET "


def test_a_bomb_ends_its_own_process_only(monkeypatch):
    monkeypatch.setattr(pdf, "_MEMORY", 200_000_000)
    packer = zlib.compressobj(1)
    megabyte = b" " * 1_000_000
    packed = b"".join(packer.compress(megabyte) for _ in range(300)) + packer.flush()
    with pytest.raises(ReadError, match="more memory or time"):
        pdf.read(page_of(content=stream(packed, b"/Filter /FlateDecode")))


def test_pages_that_are_claimed_and_not_there_are_named():
    data = tiny([column(FILLER, 72, 720)]).replace(b"/Count 1 ", b"/Count 9999 ")
    article = pdf.read(data)
    assert len(article.blocks) == 1
    assert article.remarks == (
        "pages 2, 3, 4, 5, 6 and others are empty",
        "only the first 5,000 of 9,999 pages were read",
    )


def test_the_same_line_on_each_page_is_not_all_running_head():
    assert pdf.read(tiny([[Text("Low tide", 72, 760)]] * 9)).blocks


def test_no_escape_sequence_comes_through_a_font():
    to_unicode = (
        b"/CIDInit begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"4 beginbfchar <61> <001B> <62> <202E> <63> <009B> <64> <000D> endbfchar endcmap end"
    )
    data = page_of(
        content=SHOWN % b"xa[31m b yc31md z",
        font=b"/ToUnicode 6 0 R",
        more=[stream(to_unicode)],
    )
    (block,) = pdf.read(data).blocks
    assert block.text == clean(block.text)
    assert block.text.startswith("x[31m")


def test_a_file_locked_with_an_empty_password_is_read():
    """As publishers lock files against copying; the key is that of version 1 of the format."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    key = hashlib.md5(pad + b"A" * 32 + b"\xfc\xff\xff\xff" + b"\1").digest()[:5]
    of_content = hashlib.md5(key + b"\4\0\0\0\0").digest()[:10]
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>"
    data = page_of(
        content=stream(rc4(of_content, SHOWN % b"Water comes and goes")),
        more=[lock % (b"41" * 32, rc4(key, pad).hex().encode())],
        trailer=b"/Encrypt 6 0 R /ID [<01> <01>]",
    )
    assert [one.text for one in pdf.read(data).blocks] == ["Water comes and goes"]


def rc4(key, data):
    state = list(range(256))
    at = 0
    for i in range(256):
        at = (at + state[i] + key[i % len(key)]) % 256
        state[i], state[at] = state[at], state[i]
    i = at = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        at = (at + state[i]) % 256
        state[i], state[at] = state[at], state[i]
        out.append(byte ^ state[(state[i] + state[at]) % 256])
    return bytes(out)


def test_what_takes_too_long_is_given_up(monkeypatch, tmp_path):
    waiting = tmp_path / "waits.py"
    waiting.write_text("import sys, time\nsys.stdin.buffer.read()\ntime.sleep(60)\n")
    monkeypatch.setattr(pdf.pdf_process, "__file__", str(waiting))
    monkeypatch.setattr(pdf, "_SECONDS", 0.2)
    with pytest.raises(ReadError, match="gave up"):
        pdf.read(tiny([two_columns()]))


def test_a_crash_is_a_sentence(monkeypatch, tmp_path):
    crashing = tmp_path / "crashes.py"
    crashing.write_text(
        "import os\nprint('{\"pages\": 9}', flush=True)\nprint('[1, 1', end='', flush=True)\nos.abort()\n"
    )
    monkeypatch.setattr(pdf.pdf_process, "__file__", str(crashing))
    with pytest.raises(ReadError, match="gave up on the PDF"):
        pdf.read(tiny([two_columns()]))


def test_what_was_read_before_a_crash_is_kept(monkeypatch, tmp_path):
    crashing = tmp_path / "crashes.py"
    lines = [
        "pages\t9",
        "font\t0\t0\tTimes",
        "line\t72\t500\t200\t10\t0\t0\tSand is",
        "page\t612\t792\t0",
    ]
    crashing.write_text(
        f"import os\nprint({chr(10).join(lines)!r}, flush=True)\nos.abort()\n", encoding="utf-8"
    )
    monkeypatch.setattr(pdf.pdf_process, "__file__", str(crashing))
    article = pdf.read(tiny([two_columns()]))
    assert [one.text for one in article.blocks] == ["Sand is"]
    gave_up, first = article.remarks
    assert gave_up.startswith("PDFium gave up on the PDF at page 2: it takes more memory")
    assert first == "only the first of 9 pages was read"


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    with pytest.raises(ReadError, match=r"pip install 'paperbrowser\[pdf\]'"):
        pdf.read(tiny([two_columns()]))


def test_reading_can_be_stopped():
    cancelled = threading.Event()

    def progress(share):
        assert 0 < share <= 1
        cancelled.set()
        raise StoppedError

    with pytest.raises(StoppedError):
        pdf.read(tiny([two_columns()] * 3), progress=progress)
    assert cancelled.is_set()


@given(
    st.lists(
        st.builds(
            Text,
            st.text("abcxyzABC 0123.-()[]=\\\x1b", min_size=1, max_size=40),
            st.floats(-50, 700),
            st.floats(-50, 850),
            st.sampled_from([0.1, 6, 9, 10, 14, 300]),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_lines_anywhere_are_read_and_nothing_is_lost(lines):
    page = PdfPage(
        612,
        792,
        tuple(
            PdfLine(
                one.text, one.left, one.base, one.left + 5 * len(one.text), one.size, one.bold, 1
            )
            for one in lines
        ),
    )
    rows = ordered(page)
    assert sorted("".join(one.text.replace(" ", "") for one in rows)) == sorted(
        "".join(one.text.replace(" ", "") for one in lines)
    )
    reader = ProseReader([rows])
    assert all(clean(one.text) == one.text for one in reader.blocks)
