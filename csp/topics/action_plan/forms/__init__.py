"""The forms by which people change the action plan: an update, an action, a plan, a file of actions."""
