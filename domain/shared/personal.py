"""What in an event is personal: texts that are kept encrypted under the key of the person to whom they belong.

A field of an event, or of a value inside one, is marked in its type: `reason: Said`. Only texts can be marked, and none
that a rule looks at. The mark says to whom the text belongs; whoever stores the event does the rest (INFO-08).
"""

from typing import Annotated, Final, NamedTuple

from domain.shared.values import Line, Text

SEALED: Final = "[sealed 已加密]"
"""What stands in a stored event in the place of a text that is encrypted beside it."""
ERASED: Final = "[erased 已删除]"
"""What is read in place of a text whose key was destroyed."""


class Personal(NamedTuple):
    """To whom a text belongs: the person in that field of the event; else whoever the record is about (`Room.about`);
    else, if it is something `said`, whoever says it. A text that belongs to nobody is not personal.
    """

    of: str = ""
    said: bool = False


Said = Annotated[str, Personal(said=True)]
"""A comment, reason, opinion, note or answer of the one who acts."""
SaidText = Annotated[Text, Personal(said=True)]
"""The same, where it may not be blank."""
About = Annotated[str, Personal()]
"""A text that is personal in records about a person, and the company's own in all others."""
AboutLine = Annotated[Line, Personal()]
AboutText = Annotated[Text, Personal()]
"""The same, where it may not be blank."""
OfPerson = Annotated[str, Personal(of="person")]
"""A text that belongs to the person whom the event names as `person`."""
