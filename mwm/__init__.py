"""Measuring What Matters: graded practice, families' voice and looked after children, from file to answer."""

__version__ = "0.1.0"
