"""What kiosks call. Bodies are link.hub's; the OpenAPI page is made from them."""
