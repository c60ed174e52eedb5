"""All tuned numbers of the search.

They were chosen by trying, with tests/bench/search.py on a corpus of 18,366 papers (title, authors and
abstract) of conferences on machine learning and language: the mean reciprocal rank of known papers, looked
for in the nine ways that people type, against the share of nonsense that is answered. docs/speed.md has the
figures. A change is judged by seeds 1, 2 and 3 with 100 queries of each kind, where differences under 0.005
are noise. The comments name the kinds of queries that a group of numbers, or a single one, is for.

A match is worth 0 to 1, where 1 is the word itself. "Of the weight" means of the weight of the query's words.
"""

# The place of a word in a paper (`ranking.scores`): its worth by the field, added up to 1 at most.
IN_TITLE = 0.344  # title + abstract
IN_AUTHORS = 0.3  # author + title
IN_ABSTRACT = 0.375  # in the abstract alone, if it is full of the word: abstract
IN_ABSTRACT_TOO = 0.185  # in the abstract, if the title has the word: abstract
# The count of a word in an abstract, dampened as in BM25 (Robertson and Zaragoza 2009): abstract.
COUNT_SATURATION = 1.5  # BM25's k1
LENGTH_SLOPE = 0.8  # BM25's b

# Longer words that begin with the word (`matches`): unfinished.
BEGINNING = 0.503  # of the word that is being typed
BEGINNING_IF_KNOWN = 0.728  # the same, if some paper has the word itself
FINISHED_BEGINNING = 0.554  # of a word that was typed to its end
FINISHED_BEGINNING_IF_KNOWN = 0.43  # the same, if some paper has the word itself
BARELY_BEGUN = (
    0.6  # share of the worth in a title that is left when almost all of the word is missing
)
SHORT_BEGINNING = (
    2  # letters; beginnings so short are looked for in titles only, if papers are many
)
MANY_PAPERS = 2_000  # for `SHORT_BEGINNING` and `WIDELY_KNOWN`

# Misspellings (`matches`): misspelt, both, and the share of nonsense that is answered.
ONE_EDIT = 0.313
TWO_EDITS = 0.193
UNFINISHED_EDIT = 0.523  # share of these that is left for a word that is being typed
EDIT_OF_KNOWN = 0.48  # share that is left if papers have the word as it was typed
OTHER_INITIAL = 0.75  # share that is left if the first letter is another one
KNOWN = 3  # papers that make a word known; a rarer one may be a misspelling itself
WIDELY_KNOWN = 10  # papers; a single short word is taken for no rarer one: nonsense
SHORTEST_EDITED = 3  # letters of a word that may be misspelt, and
SHORTEST_EDITED_STRICTLY = 4  # at first, of a finished word or the only one: nonsense
SAME_INITIAL_TO = (
    4  # letters; in words of up to so many the first letter is taken to be right: nonsense
)
TWO_EDITS_FROM = 8  # letters of a word that may be misspelt twice
EDITED_BEGINNING_FROM = (
    6  # letters of the only word, if its misspelt beginning is to count: nonsense
)
ENOUGH = 10  # papers found without misspellings, so that none are looked for: keystroke times

# Words run together or apart (`matches`): joined.
NEIGHBOURS = 0.95  # two words of the query that a paper has as one
PAIR = 1.0  # one word of the query that a title has as two
PAIR_BEGINNING = 0.75  # the same, begun
PAIR_EDIT = 0.6  # the same, misspelt
RUN = 1.0  # three or more, or some with stop words among them, that a title has as so many
RUN_FROM = 8  # letters
PIECES = 0.7  # a hyphenated word whose parts a paper has here and there
PAIR_FROM, PAIR_BEGINNING_FROM, PAIR_EDIT_FROM = 4, 7, 8  # letters

# Initials of a title (`titles`, `matches`), by the words that they are taken of, 0 to 255: initials.
OF_EVERY_WORD = 210
OF_EVERY_PART = 230  # of all parts of words, function words left out
OF_CONTENT_WORDS = 240  # of words that are no stop words and not short
OF_TELLING_WORDS = 255  # of words that are no function words and not short
OF_SUBTITLE = 0.9  # share of these for what follows a colon or a dash
FEWEST_INITIALS, MOST_INITIALS = 3, 12  # letters that are indexed
MOST_INITIALS_ASKED = 8  # letters; a longer word of a query is never taken for initials
FEW_OF_THE_INITIALS = 0.85  # share of the worth that is left if the title has many more

# The weight of a word, and of a word as it was typed (`ranking`): abstract.
LEAST_WEIGHT = 1.2  # added to the logarithm of how rare matches are
EXACT = 0.488  # of the word's weight, on top for a paper with the word itself
ALL_EXACT = 0.26  # of the weight, on top for a paper with all words as typed

# The order of the best papers, by their titles, in halves of the weight (`ranking`): unfinished, shuffled.
RERANKED = 128  # papers; the others follow by the worth of their words
ADJACENT = 0.11  # times the share of the words whose neighbours in the query are neighbours
IN_ORDER = 0.27  # times the share of the words that follow each other as in the query
COVERED = 0.465  # times the share of the title that the query names
FROM_THE_START = 0.023  # the first word of the query begins the title
ALL_IN_TITLE = 0.104  # all words of the query are in the title
CLOSE = 0.25  # the same, times how well they match
LENGTH = 0.033  # off, the same, times the logarithm of the title's length by the usual one
USUAL_LENGTH = 9  # words of a title
STOP_WORDS_HELD = 0.156  # times the share of the query's stop words that the title has
SAME_PLACE = 0.2  # off, if one word of the title stands for two of the query: joined

# Whole queries (`SearchIndex`).
LACKING_ONE = (
    0.245  # of the weight that a paper must be worth which lacks a word of the query: nonsense
)
WHOLE_TITLE = 1.0  # of the weight, on top for the paper whose whole title was asked for
PHRASE_IN_ABSTRACT = (
    20  # of `ranking.MOST_SHARE`, of the abstract that a phrase in it is taken to be
)
