"""The "8A/80" boards with an XOR check byte (Shuoming, YBM, CM06 and many without a name)."""
