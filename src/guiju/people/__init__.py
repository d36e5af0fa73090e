"""People: bodies in a tree, persons, their accounts and the posts they hold, each with dates."""
