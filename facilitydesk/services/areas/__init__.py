"""Floor areas: the register of buildings, the movements of their area, and what they balance to."""
