"""Pages for who got a message: they open by a signed link, without signing in."""
