"""What is loaded: months by source, outlines, population, licences."""
