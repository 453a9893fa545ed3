"""The one room that speaks SQL: schema, staging, views, queries."""

from analytics.store.connection import default_path
from analytics.store.store import Reader, Store, open_store
from analytics.store.writer import Writer

__all__ = ["Reader", "Store", "Writer", "default_path", "open_store"]
