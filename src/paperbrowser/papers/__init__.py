"""What a paper is and how its text is handled. Pure: no files, no network, no clock."""
