"""Word lists and rules of the claims room, as YAML."""
