"""SQL of the table of sums by year, kind and category, which are kept as papers come and go."""

# The facts of a record that no column has.
FACTS = "json_to_record({}.record) AS facts(kind text, code boolean, code_url text, et_al boolean)"
WITH_CODE = "(facts.code OR facts.code_url <> '')"


def add_totals(papers: str) -> str:
    """Return the statement that adds papers to the sums.

    Args:
        papers: a SELECT of year, category, citations, record, and n: 1 for papers that come, -1 for
            those that go.
    """
    return f"""
        INSERT INTO paperbrowser.totals AS t
        SELECT year, coalesce(facts.kind, ''), coalesce(category, ''), sum(n),
            coalesce(sum(n) FILTER (WHERE {WITH_CODE}), 0),
            coalesce(sum(n) FILTER (WHERE citations IS NOT NULL), 0),
            coalesce(sum(n * citations), 0),
            coalesce(sum(n) FILTER (WHERE citations >= 10), 0),
            coalesce(sum(n) FILTER (WHERE facts.et_al), 0)
        FROM ({papers}) AS changed, {FACTS.format("changed")} GROUP BY 1, 2, 3
        ON CONFLICT (year, kind, category) DO UPDATE SET
            works = t.works + excluded.works, with_code = t.with_code + excluded.with_code,
            counted = t.counted + excluded.counted, citations = t.citations + excluded.citations,
            often = t.often + excluded.often, cut_short = t.cut_short + excluded.cut_short
        """  # noqa: S608 - SQL of ours
