"""The window: every PySide6 import of the program is below this package."""
