"""The data file itself: making, opening and checking it, backups and going back, newer versions."""
