"""The report page: what can be printed, its options, its pages, and what was issued."""
