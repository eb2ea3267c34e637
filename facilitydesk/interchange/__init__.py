"""Other people's files in, ours out. Importing this package loads nothing: the child starts fast."""
