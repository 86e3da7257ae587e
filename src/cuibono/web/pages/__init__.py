"""The pages, one module for each part of the work; each has a ``router``."""
