"""People in the window: logging in, the lock, the officers' section of 设置, the log."""
