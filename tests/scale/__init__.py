"""How many queries, how fast, with how much data. `make bench` measures; docs/performance.md holds the figures."""
