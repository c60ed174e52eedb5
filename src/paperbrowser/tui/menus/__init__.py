"""Lists to choose from: commands, profiles, links, export formats."""
