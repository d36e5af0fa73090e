"""A county that was never there: a year of lawful acts, and open matters around today, for trying the program out."""
