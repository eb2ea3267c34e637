"""Backups in the window: made in the background, listed, compared, restored."""
