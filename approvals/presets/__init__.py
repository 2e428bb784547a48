"""Policies to begin from: files in the format of every policy file, in which a few places are left to be filled in."""
