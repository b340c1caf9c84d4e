"""How records answer the plan: whom an indicator counts, and whom each line of a regular report."""
