"""Pictures of every page and dialog, for people to look at: `python -m tests.shots DIR`."""
