"""GDAL's remarks on foreign files."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gdal_speaking() -> Iterator[None]:
    """GDAL remarks on every oddity of a file as a warning; what it cannot read it says as an error,
    and only that is for the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield
