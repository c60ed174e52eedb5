"""JSON: documents, JSON lines, and the kinds of records in them.

`document` and `lines` find the records in a file, `records` recognises their kinds, a module each.
"""
