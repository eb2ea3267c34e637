"""The larger queries, one module per screen or report; each returns frozen rows of raw values."""
