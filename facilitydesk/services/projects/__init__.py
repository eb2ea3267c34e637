"""Projects: their register, works, milestones, plans, papers and problems."""
