"""The machine: folders, files, caches, the terminal. Imports nothing else of the program."""
