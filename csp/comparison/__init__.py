"""What several topics share: a period against another, every measure and every district."""
