"""Escalations: what is passed on to a hotline, with whose consent, and what became of it."""
