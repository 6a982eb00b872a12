"""How fast it is, everything side by side in one run: python -m tests.benchmarks. Not tests: pytest runs none of it."""
