"""Understanding many papers at once: facets with counts, statistics, similar papers, two people compared."""
