"""Measurements: each module prints figures and never asserts. ``python -m benchmarks`` runs the short ones."""
