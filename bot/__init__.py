"""Suar: a multilingual assistant against human trafficking."""
