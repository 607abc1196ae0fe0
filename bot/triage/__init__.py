"""What a message means: intent, urgency, indicators. Works without Rasa and without a network."""
