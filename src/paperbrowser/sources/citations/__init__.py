"""References of a paper and papers citing it, asked of the services that know them and kept for some days."""
