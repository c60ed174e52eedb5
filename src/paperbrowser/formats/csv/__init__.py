"""Tables of papers: of Google Scholar, Scopus, Zotero and others, and ours."""
