"""Strings that texts and registers may hold to do harm, and random ones."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://good.example/" onclick="alert(1)',
    "{{ 7 * 7 }}{% for x in y %}",
    "]]><!--",
    "<!-- -->",
    "&lt;b&gt; &amp; &#60;",
    "[bold red]markup[/] [link=https://bad.example]x[/link]",
    "\x1b[31mred\x1b[0m\x07\x9b2J",
    "a\u202eb\u2066c\u200fd\ufeffe",
    '=HYPERLINK("https://bad.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\ud800lone",
    "null\x00byte",
    "Қазақстан 中文 العربية",
    "x" * 300,
)
PARTS = (
    "<",
    ">",
    '"',
    "'",
    "&",
    "</",
    "script",
    "style",
    "javascript:",
    "\x1b",
    "\u202e",
    "{{",
    "}}",
    "[",
    "]",
    "=",
    "\n",
    "a",
    " ",
    "é",
)


def hostile() -> st.SearchStrategy[str]:
    built = st.lists(st.sampled_from(PARTS), min_size=1, max_size=12).map("".join)
    return st.one_of(st.sampled_from(HOSTILE), built, st.text(min_size=1, max_size=40))
