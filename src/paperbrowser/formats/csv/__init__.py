"""Tables: read from Scholar, Scopus, Zotero and others, and written."""
