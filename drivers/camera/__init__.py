"""The camera that reads QR codes."""
