"""What a page shows, gathered as one frozen value: one module a page."""
