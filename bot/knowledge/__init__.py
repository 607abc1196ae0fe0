"""Facts with sources and look-ups over them. Knows no Rasa, no channel and no language but by name."""
