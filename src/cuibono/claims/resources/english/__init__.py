"""Word lists and rules for English claims."""
