"""A policy as one YAML file: read without trust, held against a schema and the register, written always the same."""
