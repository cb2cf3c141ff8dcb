"""The verbs: everything that changes a case. Each locks the row, checks access, moves, records, and notifies."""
