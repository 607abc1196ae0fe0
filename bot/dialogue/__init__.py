"""The Rasa agent as a library: loading, one turn, in-process actions, tracker store, texts."""
