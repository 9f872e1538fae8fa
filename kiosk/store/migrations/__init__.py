"""How the tables came to be; run by kiosk.store.store."""
