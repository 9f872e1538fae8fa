"""Printers that speak IPP, as every network printer of the last years does (RFC 8010, RFC 8011)."""
