"""Texts that have broken programs before, for titles and comments as for what is searched."""

STRANGE = (
    "", " ", "'", '"', "\\", "%", "_", "?", "$1", ":a", "%s", "{}", "--", "/*", "NULL", "null", "0", "\\u0041",
    "'; DROP TABLE plan; --", "' OR '1'='1", '"; SELECT 1', "\n", "\t", "\r\n", "\x01", "\x7f", "\u2028", "\ufeff",
    "🙂", "👩‍👩‍👧", "中文", "É", "é", "e\u0301", "ß", "İ", "ı", "ǅ", "\U0001f600\U0010fffd", "\ue000", "\uffff", "[]",
    '{"a":1}', "<script>", "a" * 3_000,
)  # fmt: skip
