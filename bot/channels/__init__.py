"""Connectors: how messages come in and replies go out on each channel."""
