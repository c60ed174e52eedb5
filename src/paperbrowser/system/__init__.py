"""The machine: folders, files, caches, the terminal. Imports no other room."""
