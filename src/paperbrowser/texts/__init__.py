"""Full texts of papers: where they are got, whether they are what they claim, reading what is stored."""
