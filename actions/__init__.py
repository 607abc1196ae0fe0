"""Rasa custom actions: glue from a conversation to knowledge, cases and replies."""
