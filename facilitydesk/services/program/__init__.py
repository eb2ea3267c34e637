"""The program itself: a newer one on a stick, the older one kept, the way back."""
