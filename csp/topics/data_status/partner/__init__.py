"""The tab "Bring in" of the page Data: a partner's file, from choosing it to having it stored."""
