"""Nothing typed is lost: what stands anywhere and is not saved is kept, and the officer comes back to it."""
