"""What is asked: TOML files become one checked, frozen model."""
