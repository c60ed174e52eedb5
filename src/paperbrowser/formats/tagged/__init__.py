"""Bibliographies of tagged lines: a format a module; `lines` is what they share."""
