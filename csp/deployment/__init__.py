"""Serving many readers: several processes on one machine, and the proxy in front of them."""
