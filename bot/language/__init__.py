"""Which language a text is in, its normal form, its words, and what it names. Knows no Rasa."""
