"""The web service: applications, approvals, keys and notices."""
