"""The sentences of the action plan's pages. Pure: text that people typed comes out as they typed it."""
