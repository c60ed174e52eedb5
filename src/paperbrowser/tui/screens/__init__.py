"""The screens: the browser, a list to choose from, a text to read."""
