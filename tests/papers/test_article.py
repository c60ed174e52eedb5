"""The full text of a paper as data."""

from paperbrowser.papers.article import Article, ArticleBlock, ArticleSection


def test_the_outline_is_made_of_the_headings():
    article = Article(
        title="Tides in narrow straits",
        blocks=(
            ArticleBlock("heading", "1 Introduction", level=1, page=1),
            ArticleBlock("paragraph", "Water moves.", page=1),
            ArticleBlock("heading", "1.1 Gauges", level=2, page=2),
            ArticleBlock("item", "one gauge a mile", level=1, page=2, label="•"),
        ),
        pages=2,
        source="pdf",
    )
    assert article.outline == (
        ArticleSection(0, 1, "1 Introduction", 1),
        ArticleSection(2, 2, "1.1 Gauges", 2),
    )
    assert article.words == 10
