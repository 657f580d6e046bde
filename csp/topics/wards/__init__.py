"""Where in the borough: the ward maps, the profile of a ward, every crime type in every ward."""
