"""The other end of the card reader's wire: cards, what is in them, and a PC/SC service of one's own."""
