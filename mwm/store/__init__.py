"""The only package that knows SQLAlchemy and DuckDB: opening, migrating, reading and writing a store."""

from mwm.store.store import Store, Transaction, Workspace

__all__ = ["Store", "Transaction", "Workspace"]
