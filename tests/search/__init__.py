"""The search engine, without a screen."""
