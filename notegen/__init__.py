"""Transcript to note."""
