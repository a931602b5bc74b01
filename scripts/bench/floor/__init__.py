"""What ``scripts/bench/api`` measures against: bare views, mounted by these settings alone."""
