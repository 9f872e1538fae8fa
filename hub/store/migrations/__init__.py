"""How the tables came to be; run by hub.store.store."""
