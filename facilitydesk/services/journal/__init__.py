"""What the journal tells: history, the log, taking back, and the proof that nobody rewrote it."""
