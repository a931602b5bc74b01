"""What templates say besides."""
