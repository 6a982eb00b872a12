"""Answers as files: tables now; slides and reports later. Nothing here computes a number."""
