"""一校一档 on the screen: one school with everything known about it."""
