"""程序版本: upgrading the program from a stick, going back, and what this PC holds of it."""
