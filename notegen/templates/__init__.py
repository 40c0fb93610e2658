"""The forms that a note can take."""
