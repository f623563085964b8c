"""The sentences of the document, in English and in Chinese."""

from collections.abc import Mapping

from application.audit.dossier.speaking import LANGUAGES

PHRASES: Mapping[str, tuple[str, str]] = {
    "dossier": ("Approval dossier", "审批档案"),
    "record": ("Record", "记录"),
    "status": ("Status", "状态"),
    "as_of": ("As of", "截至"),
    "position": ("position", "位置"),
    "checkpoint": ("Signed head of the log", "日志签名检查点"),
    "no_checkpoint": ("The log had not been signed yet.", "日志尚未签名。"),
    "matters": ("What was asked and decided", "提请与决定"),
    "nothing_asked": ("No decision has been asked for.", "未曾提请决定。"),
    "submission": ("Submission", "提交"),
    "round": ("round", "轮次"),
    "version": ("content version", "内容版本"),
    "digest": ("SHA-256 of the content", "内容摘要（SHA-256）"),
    "intact": ("recomputed from the log and found the same", "已由日志重算，一致"),
    "differs": ("NOT the digest of any content found in the log", "与日志中的任何内容均不一致"),
    "erased": ("cannot be recomputed: some of it has been erased", "部分内容已删除，无法重算"),
    "content": ("The content", "内容"),
    "whole": ("The whole content, as it is signed", "签署的全部内容"),
    "attached": (
        "The whole content, as it is signed, is in dossier.json, a file inside this one.",
        "签署的全部内容见本文件内附的 dossier.json。",
    ),
    "proposed": ("What it would change, as the record stood when it was asked for", "与提请时记录相比拟作的变更"),
    "changes": ("Changed since the submission before", "与上次提交的差异"),
    "first": ("nothing: it is the first submission", "无：首次提交"),
    "decisions": ("Opinions and decisions with a signature", "签署的意见与决定"),
    "undecided": ("Nobody has decided.", "无人作出决定。"),
    "ended": ("Without a decision it became", "未经决定，转为"),
    "terms": ("With it", "一并载明"),
    "right": ("By right of", "权限依据"),
    "matrix": ("authority matrix, version", "权限矩阵，版本"),
    "delivered": ("for this act as delivered with the program", "该操作沿用程序默认规定"),
    "published": ("in force since position", "生效于位置"),
    "on_behalf_of": ("on behalf of", "代表"),
    "delegation": ("by delegation", "依据委托"),
    "others": ("Could have decided, and did not", "有权决定而未决定者"),
    "nobody_else": ("nobody else", "无其他人"),
    "awaits": ("Who could decide now", "目前有权决定者"),
    "altered": ("Changed in the content after the last signature", "最后签署之后对内容的变更"),
    "not_altered": ("nothing", "无"),
    "statements": ("Opinions, comments, reasons", "意见、评论与理由"),
    "nothing_said": ("Nobody said anything with an act.", "无。"),
    "history": ("Everything that happened", "全部事件"),
    "field": ("Field", "字段"),
    "value": ("Value", "值"),
    "before": ("Before", "变更前"),
    "after": ("After", "变更后"),
    "by": ("By", "变更人"),
    "when": ("When", "时间"),
    "who": ("Who", "人员"),
    "role": ("Role", "角色"),
    "what": ("What", "事项"),
    "stored_as": ("Stored as", "存储名称"),
    "words": ("In their words", "原文"),
    "recorded": ("recorded", "补录于"),
    "signature": ("Signature in the log; no signature by hand.", "本签署系日志中的电子记录，非手写签名。"),
    "about": (
        "Put together from the log alone. `opsledger audit verify` shows that the log was not changed; moments are in "
        "Asia/Shanghai.",
        "本档案完全由事件日志生成。“opsledger audit verify”可证明日志未被更改；时间为北京时间。",
    ),
}


def phrases(language: str) -> dict[str, str]:
    """All of them in one language."""
    place = LANGUAGES.index(language)
    return {name: both[place] for name, both in PHRASES.items()}
