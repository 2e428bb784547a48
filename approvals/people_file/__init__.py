"""People and postings as a CSV file: read without trust, compared with what is there, and written."""
