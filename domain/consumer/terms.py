"""The words of consumers."""

from domain.shared.term import Term


class ConsumerStatus(Term):
    """Whether a consumer is given events."""

    CREATED = "CREATED", "已建立"
    ACTIVE = "ACTIVE", "投递中"
    PAUSED = "PAUSED", "已暂停"
    DELETED = "DELETED", "已删除"


class Channel(Term):
    """Who takes the first step: the consumer asks for events, or they are sent to its address."""

    PULL = "PULL", "拉取"
    WEBHOOK = "WEBHOOK", "推送"


class Origin(Term):
    """From where in the log a consumer is given events."""

    BEGINNING = "BEGINNING", "从头开始"
    NOW = "NOW", "从现在开始"
    POSITION = "POSITION", "某一位置之后"
    MOMENT = "MOMENT", "某一时刻之后"


class Suspension(Term):
    """Why the system itself has paused a consumer."""

    GONE = "GONE", "接收方已停用", "the receiver answered 410 Gone"
    CREDENTIAL = "CREDENTIAL", "访问令牌已失效", "its token is not valid any more"
