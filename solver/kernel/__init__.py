"""The person kernel: one person's cheapest legal roster for given prices, exactly, as a shortest path over days."""
