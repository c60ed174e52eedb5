"""Texts within entries of any format: lists of authors, dates, markup, facts for reading lists."""
