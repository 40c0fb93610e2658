"""The vocabulary of a clinical encounter."""
