"""People, organisations, regions and numeric facts from Russian-language news of Kazakhstan, as tables.

In a notebook: ``from pipeline import extract; extract("…").to_frames()["facts"]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.version import VERSION as __version__

if TYPE_CHECKING:
    from pipeline.extraction import Extraction as Extraction
    from pipeline.extraction import extract as extract

__all__ = ["Extraction", "__version__", "extract"]


def __getattr__(name: str) -> Any:
    """Load ``extract`` when it is first asked for: importing the package stays quick."""
    if name in ("extract", "Extraction"):
        import importlib

        return getattr(importlib.import_module("pipeline.extraction"), name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
