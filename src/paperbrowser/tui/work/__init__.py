"""Work beside the screen: searching, importing, fetching, coming back."""
