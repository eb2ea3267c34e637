"""The week page: the grid of all works of a week and what is done with it."""
