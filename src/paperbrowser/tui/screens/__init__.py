"""The screens: browser, list to choose from, text to read."""
