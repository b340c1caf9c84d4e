"""Records that travel between units as files: cards, packages, receipts."""
