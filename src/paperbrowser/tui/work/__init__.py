"""Background work of the browser: searching, imports and fetches, restoring the user's place."""
