"""Bibliographies of tagged lines: RIS, Web of Science, PubMed, EndNote."""
