"""Marks on papers, kept in a journal that any folder-syncing tool carries.

`works` says by which names a work is known, `journal` reads and appends the lines, `fold` makes the marks of
them, `marking` is what the screen and the command line use.
"""
