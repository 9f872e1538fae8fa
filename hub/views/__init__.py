"""What the pages show, a module for each reader.

Every function demands the reader's deed (hub.roles) or looks whose it is; somebody else's is refused as NOT_FOUND, as
if it were not there. Pages ask nothing again.
"""
