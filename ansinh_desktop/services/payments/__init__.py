"""The month of payment: whom it pays, what stands in the way, what it was when it was closed, what came of it."""
