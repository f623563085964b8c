"""How the world talks to the product: a GraphQL schema derived from the rooms, served over HTTP."""
