"""Charts: a frame in, a Vega-Lite specification out, one module per topic. Pure."""
