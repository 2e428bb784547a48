"""The demo ministry: a fictional foreign ministry told in data/, and lived through with the real actions."""
