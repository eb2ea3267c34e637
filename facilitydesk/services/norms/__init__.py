"""Norms and gaps, bottom lines, weak schools, and what to build or buy next."""
