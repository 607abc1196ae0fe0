"""WhatsApp by Meta's Cloud API: webhook in, messages out, no SDK between."""
