"""Guiju 规矩: lawful acts in, a provable record and the year's report out."""
