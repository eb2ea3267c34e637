"""The settings page: what the bureau decides once, stored in the data file."""
