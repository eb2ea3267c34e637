"""The scenes, a module for each room of the window. To add one, write a decorated function."""
