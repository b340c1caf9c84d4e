"""Cases that go to other communes and come from them, in the window."""
