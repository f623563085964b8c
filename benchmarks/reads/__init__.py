"""Reading through the API, beside SQL written by hand, PostGraphile, ariadne and Strawberry. README.md says how."""
