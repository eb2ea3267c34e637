"""What the pages of the register share: a table with drafts, its bar, its empty state, forms."""
