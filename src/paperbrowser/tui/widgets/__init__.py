"""The widgets of the browser's screen."""
