"""The web service: applications, approvals, papers for kiosks, deliveries and notices."""
