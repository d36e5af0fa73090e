"""The staff door: pages on which the people of a body do their work."""
