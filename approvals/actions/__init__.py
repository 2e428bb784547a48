"""The only writers: one verb, one function, one transaction. Each locks the draft, then looks."""
