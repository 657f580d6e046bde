"""The frame around every page: navigation, filters, people, messages, maps, charts and elements."""
