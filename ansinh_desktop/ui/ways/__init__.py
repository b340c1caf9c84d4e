"""How one gets about in the window: pages, search, back and forth, every act by its name."""
