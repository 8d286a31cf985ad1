"""Files, archives, encodings and formats: whatever a dump is, articles come out.

``read`` yields articles and rejected records in a fixed order; one bad record never costs another.
"""

from __future__ import annotations

from pipeline.reading.dump import Options, read
from pipeline.reading.meter import Meter
from pipeline.reading.sources import Source, expand

__all__ = ["Meter", "Options", "Source", "expand", "read"]
