"""Menus over the browser: keys, authors, metrics, profiles, export, the command palette."""
