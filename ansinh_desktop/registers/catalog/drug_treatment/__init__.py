"""Drug users and addicts, their treatment and after-care."""
