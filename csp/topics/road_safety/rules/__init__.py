"""The rules of road safety, on frames and frozen values alone. Pure."""
