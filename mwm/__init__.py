"""Measuring What Matters: graded practice, supervision, families' voice and looked after children, from file to answer."""

__version__ = "0.1.0"
