"""A group's library in a PostgreSQL database: created, filled, and searched with our own words and ranking.

The database finds papers that may match, by words that we took from them; the search index ranks these.
psycopg is loaded when a library is used, and comes with `pip install 'paperbrowser[postgres]'`.
"""
