"""Search: finding matters by any two characters of what they say, and the parties known from them."""
