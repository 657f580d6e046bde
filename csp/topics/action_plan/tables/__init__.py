"""The action plan as data for the screen: cards, bars, timeline and tables. Pure."""
