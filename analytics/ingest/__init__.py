"""Bytes in, batches out: every format a person's training may come in, read into one common shape."""
