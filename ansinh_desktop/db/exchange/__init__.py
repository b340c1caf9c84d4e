"""What the exchange keeps: packages, receipts, the ledger of what each receiver holds."""
