"""The sender of webhooks for a running product."""

from application.delivery.webhooks.body import Bodies
from application.delivery.webhooks.post import Post
from application.delivery.webhooks.sender import Sender
from graphql_api.as_of_event import AsOfEvent
from opsledger.compose import Product


def sender_of(running: Product) -> Sender:
    """What sends the webhooks of the product while this process leads."""
    bodies = Bodies(AsOfEvent(running))
    return Sender(running.consuming, running.access, running.secrets, bodies, Post(running.settings.webhook_loopback))
