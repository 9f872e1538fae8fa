"""Certificates: forms as data, typesetting, the seal on the paper, the signature of the file, and their verification.

Knows no application, no store and no printer. Start reading at issue.py.
"""
