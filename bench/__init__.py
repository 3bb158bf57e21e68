"""What the product costs over what its databases cost bare: ratios, each against a yardstick of the same run."""
