"""The application is tested on the same stores as the store itself."""

from tests.store.conftest import opening, schema

__all__ = ["opening", "schema"]
