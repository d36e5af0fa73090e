"""The command line: a door like the pages; it reads arguments, calls the rooms, prints what they answer."""
