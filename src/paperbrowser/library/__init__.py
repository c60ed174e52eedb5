"""The user's profiles on disk: found, read, brought up to date, written."""
