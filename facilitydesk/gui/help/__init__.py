"""The manual on F1: chapters in Markdown under resources/help, with the program's own pictures."""
