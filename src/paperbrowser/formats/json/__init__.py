"""What services and reference managers give as JSON, in documents and as lines, and papers of our own.

`document` and `lines` are the formats: how records are found in a file. `records` tells the kinds of records
apart, which are a module each; `values` is what those share.
"""
