"""The action plan: its actions, updates, agencies and plans, and the store that keeps them."""
