"""Papers and their text: the data model and functions on it. Pure: no files, no network, no clock."""
