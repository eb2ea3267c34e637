"""The pages of programmes, projects and their problems, and the card of one project."""
