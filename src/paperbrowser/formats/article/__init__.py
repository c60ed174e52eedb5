"""Readers of the full text of a paper: web pages (`html`) and PDFs (`pdf`)."""
