"""The interface. The only package that knows Textual."""
