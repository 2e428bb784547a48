"""Measurements: `make bench` prints a table and asserts nothing."""
