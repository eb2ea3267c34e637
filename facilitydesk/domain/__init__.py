"""The field's own rules as plain values and pure functions: no files, no clock, no database."""
