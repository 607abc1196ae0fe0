"""Inbox, outbox and workers: nothing is lost, nothing is said twice (design.md section 3)."""
