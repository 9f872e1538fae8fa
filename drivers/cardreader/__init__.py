"""Card readers: what the house asks of one (api), and a folder per way to talk to one."""
