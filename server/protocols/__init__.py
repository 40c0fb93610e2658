"""The languages that clients speak to the server."""
