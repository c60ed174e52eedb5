"""Files that were shut out once: other encodings, odd first lines, formats of libraries and managers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.names import parts_of

ENTRY = "@article{lem2003,\n author = {Lem, Ana},\n title = {Sounding}, year = {2003}\n}\n"


def read(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return formats.read_bytes(data).profile.papers


@pytest.mark.parametrize(
    "text",
    [
        ENTRY,
        "@article{lem2003\n, author = {Lem, Ana}\n, title = {Sounding}, year = {2003}\n}\n",
        "@article{\n  lem2003 ,\n author={Lem, Ana}, title={Sounding}, year=2003}\n",
        ENTRY.replace("\n", "\r"),
        "% made by hand\r\r" + ENTRY.replace("\n", "\r"),
        ENTRY.replace("year =", 'version = "1.2",\r\n year ='),
        ENTRY.replace("year = {2003}\n}", 'year = {2003}, \nversion = "1.2.0"}'),
        ENTRY.replace("year = {2003}", "year = {2003},\n version = 2"),
        "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n" + ENTRY,
        "Warning: session expired in /srv/x.php on line 9\n\n" + ENTRY,
    ],
)
def test_a_bib_file_is_known_however_it_begins(text):
    (paper,) = read(text)
    assert (paper.title, paper.authors, paper.date_text) == ("Sounding", ("Ana Lem",), "2003")


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ("windows-1251", "cp1251", "Иван Петров"),
        ("ISO8859_2", "iso8859-2", "Jiří Łuk"),
        ("SJIS", "shift_jis", "山田 太郎"),
        ("EUC_KR", "euc_kr", "김 철수"),
        ("MacRoman", "mac_roman", "José Núñez"),
        ("Cp1252", "cp1252", "José Núñez"),
    ],
)
def test_the_encoding_that_jabref_declares_is_believed(declared, encoding, name):
    given_name, _, family = name.partition(" ")
    text = f"% Encoding: {declared}\n\n@book{{k, author = {{{family}, {given_name}}}, title = {{T}}}}\n"
    (paper,) = read(text, encoding)
    assert {*paper.authors[0].split(" ")} == {given_name, family}


def test_xml_with_a_version_is_not_toml():
    text = '<?xml version="1.0"?>\n<records\n version="3.0"\n>\n<record><titles><title>T</title></titles></record></records>'
    assert read(text)[0].title == "T"


@pytest.mark.parametrize("sign", ["a<b and c>d", "p<u or q>a", "x<i 5", "if a<b>c"])
def test_letters_between_signs_are_text(sign):
    ris = f"TY  - JOUR\nTI  - When {sign} holds\nAU  - Lem, Ana\nER  - \n"
    assert read(ris)[0].title == f"When {sign} holds"
    assert (
        read(f"Title,Authors,Year\nWhen {sign} holds,Ana Lem,2003\n")[0].title
        == f"When {sign} holds"
    )


def test_real_tags_go():
    ris = 'TY  - JOUR\nTI  - <it>Danio</it> and <b>bold</b> <a href="x">links</a>\nER  - \n'
    assert read(ris)[0].title == "Danio and bold links"


def test_refer_files_of_repositories():
    text = (
        "%T Sounding the Deep\n%0 Journal Article\n%A Lem, Ana\n%B Journal of Depths\n%D 2021\n\n"
        "%X First line.\n\nSecond paragraph.\n\n"
        "%T A Second Sounding\n%0 Book\n%A Otto, Ben\n%I Press\n%C Oslo\n%@ 978-1\n%D 2009\n"
    )
    one, two = read(text)
    assert (one.title, one.authors, one.venue) == (
        "Sounding the Deep",
        ("Ana Lem",),
        "Journal of Depths",
    )
    assert (two.title, two.kind, two.place, two.isbn) == (
        "A Second Sounding",
        "book",
        "Oslo",
        "978-1",
    )
    (bare,) = read("%A Lem, Ana\n%T Without a type\n%D 1990\n%J Depths\n")
    assert (bare.title, bare.kind) == ("Without a type", None)


ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?><xml><records><record><database name="x.enl">x.enl</database>
<ref-type name="Book Section">5</ref-type><contributors><authors><author><style face="normal">Lem</style><style>, Ana</style>
</author><author>World Depth Council,</author></authors><secondary-authors><author>Otto, Ben</author></secondary-authors>
</contributors><titles><title><style>On </style><style face="italic">Danio</style></title><secondary-title>Handbook</secondary-title>
</titles><pages>3-9</pages><dates><year>2011</year></dates><pub-location>Oslo</pub-location><publisher>Press</publisher>
<isbn>978-2</isbn><keywords><keyword>depth</keyword></keywords><electronic-resource-num>10.5072/en</electronic-resource-num>
<abstract>We sound.</abstract></record></records></xml>"""


def test_endnote_xml():
    (paper,) = read(ENDNOTE)
    assert paper.title == "On Danio"
    assert paper.authors == ("Ana Lem", "World Depth Council")
    assert paper.editors == ("Ben Otto",)
    assert (paper.venue, paper.kind, paper.pages) == ("Handbook", "chapter", "3-9")
    assert (paper.place, paper.publisher, paper.isbn, paper.doi) == (
        "Oslo",
        "Press",
        "978-2",
        "10.5072/en",
    )
    assert paper.keywords == ("depth",)


RDF = """<rdf:RDF xmlns:rdf="http://r" xmlns:z="http://z" xmlns:dcterms="http://d" xmlns:bib="http://b" xmlns:foaf="http://f"
 xmlns:dc="http://c" xmlns:prism="http://p">
<bib:Article rdf:about="https://doi.org/10.5072/rdf"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/><bib:authors><rdf:Seq><rdf:li><foaf:Person>
<foaf:surname>Mac Lane</foaf:surname><foaf:givenName>Ana</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dc:title>On Depths</dc:title><dc:date>2011-05-01</dc:date><bib:pages>3-9</bib:pages><dc:subject>depth</dc:subject>
<dc:identifier><dcterms:URI><rdf:value>https://doi.org/10.5072/rdf</rdf:value></dcterms:URI></dc:identifier></bib:Article>
<bib:Journal rdf:about="urn:issn:1234-5678"><dc:title>Journal of Depths</dc:title><prism:volume>7</prism:volume>
<dc:identifier>DOI 10.5072/rdf</dc:identifier><dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal>
<z:Attachment rdf:about="#item_9"><z:itemType>attachment</z:itemType><dc:title>x.pdf</dc:title></z:Attachment>
<rdf:Description rdf:about="#item_3"><z:itemType>conferencePaper</z:itemType><dc:title>A Talk</dc:title>
<dcterms:isPartOf><bib:Journal><dc:title>Proc. of Depths</dc:title></bib:Journal></dcterms:isPartOf></rdf:Description>
</rdf:RDF>"""


def test_zotero_rdf():
    article, talk = read(RDF)
    assert (article.title, article.venue, article.volume) == ("On Depths", "Journal of Depths", "7")
    assert (article.doi, article.issn, article.pages) == ("10.5072/rdf", "1234-5678", "3-9")
    assert parts_of(article.authors[0]).family == "Mac Lane"
    assert (talk.title, talk.kind, talk.venue) == ("A Talk", "conference", "Proc. of Depths")


def test_refworks():
    text = (
        "RT Journal Article\nSR Electronic(1)\nID 7\nA1 Lem, Ana\nA1 Otto, Ben\nT1 Sounding\nJF Depths\nYR 2017\n"
        "VO 12\nIS 3\nSP 45\nOP 67\nK1 sea\nDO 10.5072/rw\nAB We sound\n  the deep.\nER\n\n"
        "RT Book, Whole\nA1 Lem, Ana\nT1 Depths\nPB Press\nPP Oslo\nSN 978-3\nYR 2001\nER\n"
    )
    one, two = read(text)
    assert (one.authors, one.pages, one.venue) == (("Ana Lem", "Ben Otto"), "45-67", "Depths")
    assert (two.kind, two.place, two.isbn) == ("book", "Oslo", "978-3")


def test_pubmed_abstracts_as_text():
    text = (
        "1. J Depths. 2017 Mar 5;12(3):45-67. doi: 10.5072/pm.1. Epub 2017 Jan 1.\n\nOn depths\nand tides.\n\n"
        "Lem AB(1), Brown WC 4th(2), Deep Trial Group.\n\nAuthor information:\n(1)Uni A.\n(2)Uni B.\n\n"
        "BACKGROUND: We sound\nthe deep.\n\nRESULTS: It is deep.\n\nDOI: 10.5072/pm.1\nPMID: 7654321\n\n\n"
        "2. Tides. 2018;1:e3.\n\n[A second].\n\nOtto C.\n\nPMID: 7654322 [Indexed for MEDLINE]\n"
    )
    one, two = read(text)
    assert (one.title, one.venue, one.date_text, one.pages) == (
        "On depths and tides", "J Depths", "2017-03-05", "45-67",
    )  # fmt: skip
    assert one.authors == ("AB Lem", "WC Brown 4th", "Deep Trial Group")
    assert one.abstract == "BACKGROUND: We sound the deep.\n\nRESULTS: It is deep."
    assert (one.doi, one.id) == ("10.5072/pm.1", "pmid:7654321")
    assert (two.title, two.authors, two.pages) == ("A second", ("C Otto",), "e3")


def test_what_ris_has_besides():
    text = (
        "TY  - CHAP\nAU  - White, JR\nAU  - Adhikari, B. and\nTI  - T\nED  - Otto, Ben\nT2  - Handbook\nT3  - Series S\n"
        "CY  - Oslo\nET  - 2\nSN  - 978-1\nKW  - sea\nKW  - tides\nN1  - Read this\nER  - \n"
        "TY  - JOUR\nTI  - U\nC7  - 1234\nSN  - 1234-5678\nER  - \nTY  - CPAPER\nTI  - V\nC3  - Proc. of Depths\nER  - \n"
    )
    one, two, three = read(text)
    assert one.authors == ("JR White", "B. Adhikari")
    assert (one.editors, one.series, one.place, one.edition) == (
        ("Ben Otto",),
        "Series S",
        "Oslo",
        "2",
    )
    assert (one.isbn, one.keywords, one.note) == ("978-1", ("sea", "tides"), "Read this")
    assert (two.pages, two.issn) == ("1234", "1234-5678")
    assert three.venue == "Proc. of Depths"
    exported = "".join(
        formats.write("ris", formats.read_bytes(text.encode()).profile, [one, two, three])
    )
    again = read(exported)
    assert [(p.editors, p.series, p.place, p.isbn, p.issn, p.keywords, p.note) for p in again] == [
        (p.editors, p.series, p.place, p.isbn, p.issn, p.keywords, p.note)
        for p in (one, two, three)
    ]


def test_web_of_science_and_pubmed_files_have_more_too():
    wos = (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lem, A (ana@uni.example)\nTI Sounding\nBE Otto, B\n"
        "SN 1234-5678\nDE sea; tides\nDT Article; Retracted Publication\nPY 2001\nER\nEF\n"
    )
    (paper,) = read(wos)
    assert (paper.authors, paper.editors, paper.retracted) == (("A Lem",), ("B Otto",), "retracted")
    assert paper.keywords == ("sea", "tides")
    nbib = (
        "PMID- 7\nTI  - Sounding\nAU  - Brown WC 4th\nAU  - Novikov IuM\nCN  - Deep Trial Group\n"
        "LID - e123 [pii]\nPT  - Journal Article\nPT  - Retracted Publication\nOT  - sea\nIS  - 1234-5678 (Print)\n"
    )
    (paper,) = read(nbib)
    assert paper.authors == ("WC Brown 4th", "IuM Novikov", "Deep Trial Group")
    assert (paper.pages, paper.retracted, paper.issn) == ("e123", "retracted", "1234-5678")


@given(st.text(alphabet='RT%0A1@ \n\r<>x="ém.2017;(3):PMID-', max_size=300))
def test_any_text_is_read_or_refused(text):
    for form in ("refworks", "pubmed", "enw", "endnote", "zotero", "bibtex"):
        try:
            formats.read_bytes(text.encode(), form=form)
        except ReadError:
            continue


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("shift_jis", "やまだ たろう 山田"), ("euc_jp", "ヤマダ タロウ 太郎"), ("euc_kr", "김철수 이영희"),
        ("gb18030", "王小明 的研究 方法 与 应用"), ("cp1252", "José Núñez, Müller"),
    ],
)  # fmt: skip
def test_what_is_plainly_of_a_language_is_read_so(encoding, name):
    text = f"@book{{k, title = {{{name}}}, year = {{2001}}}}\n"
    (paper,) = read(text, encoding)
    assert (paper.title, paper.date_text) == (name, "2001")


def test_an_anonymous_author_is_none():
    assert read("TY  - JOUR\nTI  - T\nAU  - [Anonymous]\nER  - \n")[0].authors == ()


_QUOTED = {
    "a table": "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher",
    "a profile": 'version = 1\n[[papers]]\ntitle = "Quoted"',
    "a line of JSON": '{"title": "Quoted", "authors": ["Ada Quoted"], "year": 2001}',
    "BibTeX": "@article{quoted, title = {Quoted}}",
    "RIS": "TY  - JOUR\nTI  - Quoted",
    "PubMed": "PMID- 12\nTI  - Quoted",
    "EndNote": "%0 Journal Article\n%T Quoted",
    "Web of Science": "PT J\nTI Quoted",
}


@pytest.mark.parametrize("quoted", _QUOTED)
@pytest.mark.parametrize(
    "around",
    [
        "@article{tides1, title = {Tides}, author = {Brook, Ida},\n abstract = {It begins:\n•\nand so on.}}\n",
        "% Made by hand\n\n@misc{tides1, title = {Tides}, note = {•\n}}\n",
    ],
)
def test_what_an_abstract_quotes_is_not_the_format(around, quoted):
    data = around.replace("•", _QUOTED[quoted]).encode()
    (paper,) = formats.read_bytes(data).profile.papers
    assert paper.title == "Tides"


@pytest.mark.parametrize("quoted", ["a table", "a profile", "a line of JSON", "BibTeX"])
def test_what_an_abstract_of_a_ris_file_quotes_is_not_the_format(quoted):
    ris = f"TY  - JOUR\nTI  - Tides\nAB  - It begins:\n{_QUOTED[quoted]}\nER  - \n"
    (paper,) = formats.read_bytes(ris.encode()).profile.papers
    assert paper.title == "Tides"


def test_an_entry_with_a_very_long_key_is_read():
    (paper,) = formats.read_bytes(b"@misc{" + b"k" * 900 + b", title = {Tides}}").profile.papers
    assert paper.title == "Tides"
