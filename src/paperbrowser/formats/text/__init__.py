"""Parts of entries written as text: authors, dates, markup, references."""
