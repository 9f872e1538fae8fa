"""The hub's database: the only SQL of this process.

store.py runs transactions, schema.py has the tables; every other file is what can be done with some of them, as
functions of (books, ...). Of residents rows hold ids, and no names or addresses: the register has those.
"""
