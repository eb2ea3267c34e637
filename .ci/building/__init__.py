"""How the installers are made; the words of `.ci/build` lead here."""
