"""The views of the equipment page."""
