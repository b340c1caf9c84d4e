"""The help: the book, its pages from files and declarations, and the pane that shows it."""
