"""XML of arXiv, dblp, ORCID and PubMed is read safely, up to the first damage."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError
from paperbrowser.formats import xml as xml_document
from paperbrowser.formats.input import Input
from paperbrowser.formats.xml.nodes import root_of


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    reading = formats.read_bytes(data)
    return reading.profile, [str(remark) for remark in reading.remarks]


def only(text):
    profile, remarks = read(text)
    assert not remarks
    (one,) = profile.papers
    return one


def refused(text):
    with pytest.raises(ReadError) as caught:
        read(text)
    assert caught.value.advice
    return caught.value


ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query: search_query=all:machines</title>
  <entry>
    <id>http://arxiv.org/abs/1706.00001v3</id>
    <updated>2018-01-01T00:00:00Z</updated>
    <published>2017-06-12T17:57:34Z</published>
    <title>On Schr\\"odinger's
  machines, $p &lt; 0.05$</title>
    <summary>  One paragraph
that wraps.
  Another <p>one</p>.</summary>
    <author><name>Ada Example</name><arxiv:affiliation>Somewhere</arxiv:affiliation></author>
    <author><name>Bo Other</name></author>
    <arxiv:doi>10.1000/XYZ</arxiv:doi>
    <arxiv:journal_ref>J. Mach. 12, 3 (2018)</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/1706.00001v3" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/1706.00001v3" rel="related"/>
    <arxiv:primary_category term="cs.LG"/>
    <category term="stat.ML"/>
  </entry>
</feed>
"""


def test_arxivs_api():
    one = only(ATOM.replace("<p>one</p>", "one"))
    assert one.title == "On Schrödinger's machines, $p < 0.05$"
    assert one.authors == ("Ada Example", "Bo Other")
    assert one.affiliations == ("Somewhere",)
    assert one.abstract == "One paragraph that wraps.\n\nAnother one."
    assert (one.category, one.venue, one.kind) == ("cs.LG", "J. Mach. 12, 3 (2018)", None)
    assert (one.date_text, one.arxiv, one.doi) == ("2017-06-12", "1706.00001", "10.1000/XYZ")
    assert one.url == "https://arxiv.org/abs/1706.00001"


def test_html_within_an_abstract_makes_no_web_page_of_it():
    assert len(read(ATOM.replace("<p>one</p>", "<div>one</div>"))[0].papers) == 1


def test_errors_and_empty_entries_of_the_api_are_no_papers():
    error = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format</summary></entry>"
    profile, remarks = read(ATOM.replace("</feed>", f"<entry/>{error}</feed>"))
    assert len(profile.papers) == 1
    assert remarks == ["line 22: arXiv answered with an error: incorrect id format"]
    assert refused(f"<feed>{error}</feed>").code == "no-entries"


def test_a_feed_of_anything_else_is_refused():
    error = refused(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://blog.example/1</id><title>Post</title></entry></feed>"
    )
    assert "not arXiv's" in error.what


OAI = """\
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:arXiv.org:1706.00001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1706.00001</id><created>2017-06-12</created><updated>2018-01-01</updated>
<authors><author><keyname>Example</keyname><forenames>Ada</forenames><suffix>Jr</suffix></author>
<author><keyname>:</keyname></author><author><keyname>Machine Collaboration</keyname></author></authors>
<title>On machines</title><categories>cs.LG stat.ML</categories><doi>10.1000/xyz</doi><abstract>  We note.
</abstract></arXiv></metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:1706.00002</identifier></header></record>
<record><header><identifier>oai:arXiv.org:0704.0003</identifier></header><metadata>
<arXivRaw><id>0704.0003</id><version version="v1"><date>Fri, 6 Apr 2007 22:28:14 GMT</date></version>
<version version="v2"><date>Mon, 1 Sep 2008 00:00:00 GMT</date></version><title>Raw</title>
<authors>A. One (1), B. Two (2) and C. Three ((1) Here, (2) There)</authors><categories>hep-th</categories>
<journal-ref>J. 1</journal-ref><abstract>Raw text.</abstract></arXivRaw></metadata></record>
<record><header><identifier>oai:arXiv.org:0704.0004</identifier></header><metadata>
<oai_dc:dc><dc:title>Core</dc:title><dc:creator>Example, Ada</dc:creator><dc:description>We note that it is.</dc:description>
<dc:description>Comment: 12 pages, many figures, and so much more to say</dc:description><dc:date>2007-04-02</dc:date>
<dc:date>2008-01-01</dc:date><dc:identifier>http://arxiv.org/abs/0704.0004</dc:identifier>
<dc:identifier>doi:10.1000/core</dc:identifier></oai_dc:dc></metadata></record>
</ListRecords></OAI-PMH>
"""


def test_harvested_records():
    profile, remarks = read(OAI)
    one, raw, core = profile.papers
    assert one.authors == ("Ada Example Jr", "Machine Collaboration")
    assert (one.date_text, one.category, one.arxiv, one.kind) == (
        "2017-06-12",
        "cs.LG",
        "1706.00001",
        "preprint",
    )
    assert one.abstract == "We note."
    assert raw.authors == ("A. One", "B. Two", "C. Three")
    assert (raw.date_text, raw.venue, raw.kind) == ("2007-04-06", "J. 1", None)
    assert (core.title, core.authors, core.abstract) == (
        "Core",
        ("Ada Example",),
        "We note that it is.",
    )
    assert (core.date_text, core.arxiv, core.doi) == ("2007-04-02", "0704.0004", "10.1000/core")
    assert remarks == ["line 8: a record that the archive deleted, left out"]


def test_the_older_form_of_arxivs_records():
    one = only(
        "<OAI-PMH><record><metadata><arXivOld><id>hep-th/9901001</id><title>Old</title><authors>A. One and B. Two (Here)</authors></arXivOld></metadata></record></OAI-PMH>"
    )
    assert (one.authors, one.arxiv, one.date) == (("A. One", "B. Two"), "hep-th/9901001", None)


def test_a_record_taken_out_of_an_answer():
    bare = OAI[OAI.index("<arXiv ") : OAI.index("</arXiv>") + 8]
    assert only(bare).title == "On machines"
    assert (
        refused("<OAI-PMH><error code='noRecordsMatch'>none</error></OAI-PMH>").code == "no-entries"
    )


DBLP = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblpperson name="Ada Example 0001" pid="1/2" n="3">
<person key="homepages/1/2"><author>Ada Example 0001</author><note type="affiliation" label="former">Old</note><note type="affiliation">X</note></person>
<homonyms><h f="x"><person><author>Ada Example</author><url>https://orcid.org/0000-0002-1694-233X</url></person></h></homonyms>
<r><article key="journals/x/Example17" mdate="2020-01-01"><author orcid="0">Ada Example 0001</author><author>J&ouml;rg Other</author>
<title>On H<sub>2</sub>O &amp; <i>Machines</i>.</title><journal>J. X</journal><volume>12</volume><number>3</number><pages>1-14</pages>
<year>2017</year><ee>https://example.org/1</ee><ee type="oa">https://doi.org/10.1000/XYZ</ee><url>db/journals/x.html</url></article></r>
<r><article publtype="informal" key="journals/corr/abs-1706-00001" mdate="2018-08-13"><author>Ada Example 0001</author>
<title>Preprints?</title><journal>CoRR</journal><volume>abs/1706.00001</volume><year>2017</year><ee>http://arxiv.org/abs/1706.00001</ee></article></r>
<r><inproceedings key="conf/x/Example16" mdate="2018-08-13"><author>Ada Example 0001</author><title>Talks...</title>
<booktitle>X</booktitle><year>2016</year></inproceedings></r>
<r><www key="homepages/x"><author>A</author><title>Home Page</title></www></r>
</dblpperson>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_person_of_dblp(encoding):
    profile, _ = read(DBLP.replace("J. X", "J. Ünïcode").encode(encoding))
    one, preprint, talk = profile.papers
    assert (profile.name, profile.claimed) == ("Ada Example", 3)
    assert (profile.affiliation, profile.orcid) == ("X", None)
    own = "<person><url>https://orcid.org/0000-0002-1825-0097</url></person><homonyms>"
    profile, _ = read(DBLP.replace("<homonyms>", own))
    assert (profile.affiliation, profile.orcid) == ("X", "0000-0002-1825-0097")
    assert one.title == "On H$_{2}$O & Machines"
    assert one.authors == ("Ada Example", "Jörg Other")
    assert (one.venue, one.volume, one.number, one.pages) == ("J. Ünïcode", "12", "3", "1-14")
    assert (one.date_text, one.kind, one.id) == ("2017", "article", "journals/x/Example17")
    assert (one.doi, one.url) == ("10.1000/XYZ", "https://doi.org/10.1000/XYZ")
    assert (preprint.kind, preprint.arxiv, preprint.volume) == ("preprint", "1706.00001", None)
    assert preprint.title == "Preprints?"
    assert (talk.title, talk.kind, talk.venue) == ("Talks...", "conference", "X")


def test_a_declared_encoding_is_no_cause_for_a_remark():
    assert read(DBLP.replace("J. X", "J. Ünïcode").encode("iso-8859-1"))[1] == []
    cyrillic = '<?xml version="1.0" encoding="windows-1251"?><dblp><article key="a" mdate="1"><title>Машины</title></article></dblp>'
    assert only(cyrillic.encode("windows-1251")).title == "Машины"


ORCID = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<record:record path="/0000-0002-1825-0097" xmlns:record="http://www.orcid.org/ns/record">
<common:orcid-identifier><common:path>0000-0002-1825-0097</common:path></common:orcid-identifier>
<person:person><person:name><personal-details:given-names>Josiah</personal-details:given-names>
<personal-details:family-name>Carberry</personal-details:family-name></person:name></person:person>
<activities:activities-summary>
<activities:employments><activities:affiliation-group><employment:employment-summary>
<common:organization><common:name>Brown University</common:name></common:organization></employment:employment-summary></activities:affiliation-group></activities:employments>
<activities:fundings><activities:group><funding:funding-summary><funding:title><common:title>Money</common:title></funding:title></funding:funding-summary></activities:group></activities:fundings>
<activities:works><activities:group>
<work:work-summary display-index="0"><work:title><common:title>Another source's</common:title></work:title></work:work-summary>
<work:work-summary display-index="1"><work:title><common:title>On &lt;i&gt;Cracks&lt;/i&gt;</common:title></work:title>
<common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type><common:external-id-value>10.1000/BOOK</common:external-id-value>
<common:external-id-relationship>part-of</common:external-id-relationship></common:external-id>
<common:external-id><common:external-id-type>doi</common:external-id-type><common:external-id-value>10.1000/XYZ</common:external-id-value>
<common:external-id-url>https://doi.org/10.1000/XYZ</common:external-id-url><common:external-id-relationship>self</common:external-id-relationship></common:external-id></common:external-ids>
<work:type>journal-article</work:type><common:publication-date><common:year>2012</common:year><common:month>03</common:month></common:publication-date>
<work:journal-title>Psychoceramics</work:journal-title></work:work-summary></activities:group></activities:works>
</activities:activities-summary></record:record>
"""


def test_a_record_of_orcid():
    profile, remarks = read(ORCID)
    assert (profile.name, profile.orcid, profile.affiliation) == (
        "Josiah Carberry",
        "0000-0002-1825-0097",
        "Brown University",
    )
    (one,) = profile.papers
    assert (one.title, one.venue, one.kind) == ("On Cracks", "Psychoceramics", "article")
    assert (one.date_text, one.doi, one.url) == (
        "2012-03",
        "10.1000/XYZ",
        "https://doi.org/10.1000/XYZ",
    )
    assert not remarks
    assert (
        read(
            ORCID.replace(
                "<personal-details:given",
                "<personal-details:credit-name>J. C.</personal-details:credit-name><personal-details:given",
            )
        )[0].name
        == "J. C."
    )


def test_one_work_of_orcid():
    one = only(
        "<work:work put-code='1'><work:title><common:title>Alone</common:title></work:title><work:short-description>Short.</work:short-description>"
        "<work:contributors><work:contributor><work:credit-name>Carberry, Josiah</work:credit-name></work:contributor></work:contributors></work:work>"
    )
    assert (one.title, one.summary, one.authors, one.kind) == (
        "Alone",
        "Short.",
        ("Josiah Carberry",),
        None,
    )


PUBMED = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">17170002</PMID><Article>
<Journal><JournalIssue><Volume>12</Volume><Issue>3</Issue><PubDate><Year>2007</Year><Month>Jan</Month><Day>5</Day></PubDate></JournalIssue><Title>Journal of machines</Title></Journal>
<ArticleTitle>On CO<sub>2</sub> machines.</ArticleTitle><Pagination><MedlinePgn>10-5</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.1000/xyz</ELocationID><Abstract><AbstractText Label="AIMS">We note.</AbstractText><AbstractText>More.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author><LastName>Example</LastName><ForeName>Ada B</ForeName><Suffix>Jr</Suffix></Author><Author><CollectiveName>Group</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"""


def test_pubmed():
    one = only(PUBMED)
    assert (one.title, one.authors, one.et_al) == (
        "On CO$_{2}$ machines",
        ("Ada B Example Jr", "Group"),
        True,
    )
    assert (one.date_text, one.doi, one.id, one.kind) == (
        "2007-01-05",
        "10.1000/xyz",
        "pmid:17170002",
        "article",
    )
    assert one.abstract == "AIMS: We note.\n\nMore."


def test_pubmed_may_have_a_title_in_its_own_language_alone():
    text = PUBMED.replace(
        "<ArticleTitle>On CO<sub>2</sub> machines.</ArticleTitle>",
        "<ArticleTitle>[Not Available].</ArticleTitle>",
    )
    own = "</AuthorList><VernacularTitle>Sulle macchine.</VernacularTitle>"
    assert only(text.replace("</AuthorList>", own)).title == "Sulle macchine"


def records(count):
    return [f'<article key="k{n}" mdate="1"><title>T{n}.</title></article>\n' for n in range(count)]


def test_a_broken_document_is_read_up_to_the_break():
    some = records(4)
    some[2] = '<article key="k2" mdate="1"><title>T2.</article>\n'
    profile, remarks = read("<dblp>\n" + "".join(some) + "</dblp>")
    assert [one.title for one in profile.papers] == ["T0", "T1"]
    assert remarks == ["line 4: the XML is broken here (mismatched tag); the rest is left out"]


def test_of_documents_that_are_joined_the_first_is_read():
    one = "<dblp>\n" + "".join(records(2)) + "</dblp>\n"
    profile, remarks = read(one + one)
    assert [one.title for one in profile.papers] == ["T0", "T1"]
    assert remarks == [
        "line 5: the XML is broken here (junk after document element); the rest is left out"
    ]


def test_a_document_that_is_broken_before_its_first_entry_is_refused():
    error = refused('<dblp>\n<article key="k" mdate="1"><title>T.</article></dblp>')
    assert str(error).startswith(
        "line 2: nothing in this <dblp> is a paper: the XML is broken here (mismatched tag);"
    )


def test_a_document_that_is_cut_off():
    text = "<dblp>\n" + "".join(records(3))
    profile, remarks = read(text[:-20])
    assert [one.title for one in profile.papers] == ["T0", "T1"]
    assert remarks == ["line 4: the document is cut off here"]
    assert [one.title for one in xml_document.preview(text[:-20]).papers] == ["T0", "T1"]


def test_characters_that_xml_forbids_are_dropped():
    one = only(
        "<dblp><article mdate='1'><title>A\x0c&#0;&#xFFFF;&nbsp;B & C &unknown; &lt;D&LT;<![CDATA[ &amp; ]]>&#233;</title></article></dblp>"
    )
    assert one.title == "A B & C &unknown; <D< &amp; é"


@pytest.mark.parametrize(
    "subset",
    [
        '[<!ENTITY a "b">]',
        "[]",
        '[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]',
        'SYSTEM "dblp.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]',
        "[<!ELEMENT dblp ANY>]",
    ],
)
def test_entities_of_its_own_are_refused(subset):
    error = refused(
        f'<?xml version="1.0"?>\n<!DOCTYPE dblp {subset}>\n<dblp>{records(1)[0]}&a;</dblp>'
    )
    assert error.code == "xml"
    assert error.line == 2


def test_no_file_is_read_for_a_document_type():
    text = (
        f'<!DOCTYPE dblp SYSTEM "file:///dev/does-not-exist">\n<dblp>{"".join(records(1))}</dblp>'
    )
    assert only(text).title == "T0"


def test_depth_and_length_have_limits():
    deep = "<dblp>" + records(1)[0] + "<article mdate='1'>" + "<i>" * 100_000
    profile, remarks = read(deep)
    assert [one.title for one in profile.papers] == ["T0"]
    assert "nested too deeply" in remarks[0]
    assert refused("<dblp>" * 200).code == "no-entries"
    for text in (
        "<dblp>" + "<![CDATA[" * 50_000,
        "<dblp>" + "&" * 100_000,
        "<dblp>" + "<article " * 50_000,
        "<!DOCTYPE " * 20_000,
        "<?xml " * 20_000,
        "<!--" * 30_000,
    ):
        with pytest.raises(ReadError):
            xml_document.read(Input.of_text(text))


def test_other_xml_is_refused_and_the_known_dialects_are_named():
    error = refused('<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>')
    assert error.code == "xml"
    assert "no known XML (it begins with <rss>)" in error.what
    assert "ORCID" in error.what
    assert refused('<svg width="1"></svg>').code == "xml"


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z"><body><div>a</div></body></html>',
        "<!doctype html><html><head></head></html>",
        "<div class='x'>LGOct 4, 2023</div>",
    ],
)
def test_web_pages_are_still_web_pages(text):
    assert refused(text).code == "html"


def test_the_root_is_found_behind_comments_and_declarations():
    root = root_of(
        "\ufeff\n<?xml version='1.0'?>\n<!-- <no/> -->\n<!DOCTYPE a SYSTEM 'x'>\n<n:feed a = 'b'>"
    )
    assert (root.name, root.source, root.line, root.attributes) == ("feed", "n:feed", 5, {"a": "b"})
    for text in ("", "<", "<!--", "<?xml", "text", "<1>"):
        assert root_of(text) is None


TOKENS = ["<feed>", "</feed>", "<entry>", "</entry>", "<entry/>", "<title>", "</title>", "<id>", "</id>", "<dblp>", "</dblp>", "<article mdate='1'>", "</article>",
          "<OAI-PMH>", "<record>", "</record>", "<header status='deleted'/>", "<metadata>", "<arXiv>", "<record:record path='orcid.org/ns/'>", "<group>", "</group>",
          "<work:work>", "<PubmedArticleSet>", "<PubmedArticle>", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE dblp [", "]>", "&a;", "&", "&#0;", "&ouml;", "\x00", "\ud800",
          "<?xml version='1.0' encoding='x'?>", "A", "\n", "<", ">", "'", '"', "<year>2001</year>", "<title>T</title>"]  # fmt: skip


@given(
    text=st.one_of(
        st.text(),
        st.lists(st.sampled_from(TOKENS), max_size=40).map("".join),
        st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda some: "<dblp>" + "".join(some)),
    )
)
@settings(max_examples=4 * settings.default.max_examples)
def test_any_text_is_read_or_refused(text):
    xml_document.sniff(text)
    xml_document.preview(text)
    try:
        reading = xml_document.read(Input.of_text(text))
    except ReadError:
        return
    assert all(one.title and one.id for one in reading.profile.papers)
