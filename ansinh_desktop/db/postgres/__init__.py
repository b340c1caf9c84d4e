"""PostgreSQL as the store of a receiving unit: what the communes sent, made from their packages and made anew from them."""
