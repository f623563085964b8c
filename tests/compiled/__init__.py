"""The read path against a slow, plain reading of the log.

`interpreter.py` answers a GraphQL operation from the recorded events alone: `history.py` makes rows of them,
`visibility.py` says who sees which, `conditions.py` which are wanted, `pages.py` in which order and how many.
`operations.py` makes random operations out of the schema. None of them runs the code that answers in production, apart
from the domain itself and the writing of opaque ids.
"""
