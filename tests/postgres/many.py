"""Many invented papers in a library, made by the server itself because that takes a second."""

from paperbrowser.postgres import news

_FILL = """
WITH made AS (
    SELECT n, format('p%%s', lpad(n::text, 7, '0')) AS id,
           format('Paper %%s on the %%s of halos', n,
                  (ARRAY['shapes','masses','spins','ages'])[1 + n %% 4]) AS title,
           CASE WHEN n %% 50 <> 0 THEN date '2000-01-01' + (n * 7919 %% 9000) END AS date,
           CASE WHEN n %% 11 <> 0 THEN n * 31 %% 400 END AS citations
    FROM generate_series(%s::int, %s::int - 1) AS n
)
INSERT INTO paperbrowser.works
    (id, title, authors, year, date, citations, source, abstract, record, tokens, facets)
SELECT id, title, ARRAY['Ada Ek'], extract(year FROM date), date, citations, 'made', 30,
       json_build_object('title', title, 'authors', ARRAY['Ada Ek', 'Bo Dahl'], 'id', id,
           'date', date, 'citations', citations, 'abstract',
           repeat('We weigh halos of dark matter in simulations and compare them. ', 6)),
       (SELECT string_agg(format('%%s:%%sA ^%%s:%%sA', quote_literal(lower(word)), place,
               lower(word), place), ' ')
          FROM regexp_split_to_table(title, ' ') WITH ORDINALITY AS t(word, place))::tsvector,
       ARRAY[format('year\t%%s\t%%s', extract(year FROM date), extract(year FROM date))]
  FROM made
"""
_WORDS = """
INSERT INTO paperbrowser.words
SELECT word, count(*) FROM paperbrowser.works, unnest(tsvector_to_array(tokens)) AS word
WHERE id >= format('p%%s', lpad(%s::text, 7, '0')) AND left(word, 1) <> '^' GROUP BY word
"""


def fill(connection, first, last):
    """Add the papers with the numbers from `first` to before `last`, behind all others, and tell readers."""
    with connection.transaction():
        connection.execute(_FILL, (first, last))
        connection.execute(_WORDS, (first,))
        connection.execute(
            "UPDATE paperbrowser.library SET works = works + %s, changes = changes + 1",
            (last - first,),
        )
        news.tell(connection)
