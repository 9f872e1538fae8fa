"""Readers that PC/SC's service knows, and the PIV card that the project issues."""
