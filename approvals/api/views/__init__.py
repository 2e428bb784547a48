"""The doors of the API, by resource: each parses, makes one call, and gives the answer."""
