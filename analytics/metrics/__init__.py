"""Pure formulas: tables and numbers in, measures out; beside each coefficient its author and year."""
