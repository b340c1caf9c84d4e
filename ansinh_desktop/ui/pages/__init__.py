"""The pages of the window; each is given its parts and tells what happened by signals."""
