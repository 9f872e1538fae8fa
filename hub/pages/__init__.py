"""The hub's pages: what residents, officers, volunteers and coordinators see in a browser."""
