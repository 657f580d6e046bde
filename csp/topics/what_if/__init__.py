"""The figures under assumptions: if a type fell, without some reports, as the year before."""
