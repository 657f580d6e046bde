"""Tables: what they say as plain data. core has the parts, then one module per topic. Pure."""
