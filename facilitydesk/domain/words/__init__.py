"""What the program says: terms of the trade, names of rows and fields, messages by code."""
