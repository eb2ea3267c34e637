"""Who sits at the desk and what they may do: officers, log-in, posts, the second pair of eyes."""
