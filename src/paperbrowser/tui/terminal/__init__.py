"""The terminal: what is sent to it, its keys, its clipboard, its end."""
