"""Every text said to a person, in every language, and how it is laid out. Nothing is generated."""
