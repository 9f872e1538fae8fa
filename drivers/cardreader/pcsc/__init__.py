"""The card reader: PC/SC, and the PIV card that the project issues."""
