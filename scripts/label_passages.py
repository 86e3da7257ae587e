"""Sample passages of real news for labelling, and rebuild them later from the same articles.

    python scripts/label_passages.py sample ARTICLES.jsonl.xz            # writes labels/passages.jsonl, once
    python scripts/label_passages.py more ARTICLES.jsonl.xz N            # N further ones to train on, added to the file
    python scripts/label_passages.py text ARTICLES.jsonl.xz OUT.jsonl    # passages with their text, for reading and scoring

The repository holds no text: a passage is an article id, character offsets and a digest. Sampling is by a seeded hash, so
that nobody picks: articles in the order of the digest of their id; in each article the first window of one to four sentences
that holds a trigger word of the class in turn; at most ``PER_OUTLET`` windows an outlet. One window in four holds no
trigger of any class, or only a tempting word. The split is by outlet: a third is ``test``. Further passages (``more``, ids
``m…``) come by the same rules from other articles of the outlets that are not ``test``, so the test third never changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PASSAGES = ROOT / "labels" / "passages.jsonl"
PER_OUTLET = 40
SHORTEST, LONGEST = 120, 650
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[\"”’)]*|\n|$)\s*")

# How many windows of each class; a class is a search for words, no judgement.
CLASSES: dict[str, tuple[int, str]] = {
    "funds": (
        240,
        r"\b(?:fund(?:s|ed|ing|er|ers)|financ\w+|donat\w+|grants?|bankroll\w*|backed by|invest(?:ed|or|ors|ment)|sponsor\w*|gave \$|paid \$)",
    ),
    "owns": (
        130,
        r"\b(?:own(?:s|ed|er|ers|ership)|subsidiar\w+|parent company|acquir\w+|bought|stake in|shareholder\w*|belongs to)\b",
    ),
    "directs": (
        80,
        r"\b(?:controlled by|controls|run by|operated by|directed by|front for|mouthpiece|puppet|proxy|proxies|state-run|state-owned|-backed|-controlled)\b",
    ),
    "founded": (
        90,
        r"\b(?:found(?:ed|er|ers|ing)|co-?founder|created by|established by|set up by|launched by)\b",
    ),
    "leads": (
        110,
        r"\b(?:chief executive|CEO|chairman|chairwoman|president of|executive director|heads|headed by|led by|leader of|editor of|director of)\b",
    ),
    "works": (
        110,
        r"\b(?:spokes(?:man|woman|person)|adviser|advisor|professor|fellow|analyst|consultant|lawyer for|works? for|worked for|employed by|senior fellow|researcher)\b",
    ),
    "member": (60, r"\b(?:member of|members of|belongs to|joined|part of the|alliance|coalition|board of)\b"),
    "partners": (50, r"\b(?:partner(?:s|ed|ship|ships)?|joint venture|teamed up|collaborat\w+|alongside)\b"),
    "represents": (
        60,
        r"\b(?:lobby\w*|lobbied|represent(?:s|ed|ing)|on behalf of|foreign agent|attorney for)\b",
    ),
    "sanctioned": (
        60,
        r"\b(?:sanction(?:s|ed|ing)|blacklist\w*|designated|banned|asset freeze|travel ban)\b",
    ),
    "cites": (
        110,
        r"\b(?:according to|reported|told|report by|citing|published|study by|said in a report)\b",
    ),
    "none": (400, r""),
}
ANY = re.compile("|".join(pattern for _, pattern in CLASSES.values() if pattern), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    article: str
    start: int
    end: int
    outlet: str
    year: str
    trigger: str
    text: str


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def articles(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def outlet_of(article: dict[str, Any]) -> str:
    """The outlet's domain: one outlet has several names in the collection, and a split must not share it."""
    return str(article.get("source_url") or article.get("source") or "").removeprefix("www.").lower()


def split_of(outlet: str) -> str:
    return "test" if int(digest("split " + outlet)[:8], 16) % 3 == 0 else "train"


def window(article: dict[str, Any], trigger: str) -> Window | None:
    """The first window of the article, in an order that its id decides, that fits the class."""
    text = article["text"]
    sentences = [m.span() for m in SENTENCE.finditer(text)]
    if len(sentences) < 4:
        return None
    key = int(digest(article["ID"])[:12], 16)
    pattern = re.compile(CLASSES[trigger][1], re.IGNORECASE) if CLASSES[trigger][1] else None
    for step in range(len(sentences)):
        i = (key + step) % len(sentences)
        if pattern is not None and not pattern.search(text, *sentences[i]):
            continue
        first = max(0, i - key % 2)
        last = min(len(sentences) - 1, i + (key // 2) % 3)
        start, end = sentences[first][0], sentences[last][1]
        body = text[start:end]
        end -= len(body) - len(body.rstrip())
        start += len(body) - len(body.lstrip())
        if not SHORTEST <= end - start <= LONGEST:
            continue
        if pattern is None and key % 3 and ANY.search(text, start, end):
            continue  # two in three of the "none" windows hold no trigger at all, the third may hold any
        return Window(
            article["ID"],
            start,
            end,
            outlet_of(article),
            str(article.get("date", ""))[:4],
            trigger,
            text[start:end],
        )
    return None


def shares(total: int) -> dict[str, int]:
    """How many windows of each class make up ``total``, in the proportion of CLASSES."""
    whole = sum(n for n, _ in CLASSES.values())
    return {name: round(n * total / whole) for name, (n, _) in CLASSES.items()}


def sample(
    path: Path,
    total: int = 1500,
    per_outlet_limit: int = PER_OUTLET,
    leave_out: frozenset[str] = frozenset(),
    train_only: bool = False,
) -> list[Window]:
    wanted = shares(total)
    per_outlet: Counter[str] = Counter()
    taken: list[Window] = []
    for article in sorted(articles(path), key=lambda a: digest("order " + a["ID"])):
        outlet = outlet_of(article)
        if per_outlet[outlet] >= per_outlet_limit or article["ID"] in leave_out:
            continue
        if train_only and split_of(outlet) == "test":
            continue
        open_classes = [name for name in CLASSES if wanted[name]]
        if not open_classes:
            break
        turn = len(taken) % len(open_classes)
        for trigger in open_classes[turn:] + open_classes[:turn]:
            found = window(article, trigger)
            if found:
                taken.append(found)
                wanted[trigger] -= 1
                per_outlet[found.outlet] += 1
                break
    return taken


def row_of(number: str, w: Window) -> dict[str, Any]:
    return {
        "id": number,
        "article": w.article,
        "start": w.start,
        "end": w.end,
        "sha256": digest(w.text)[:16],
        "outlet": w.outlet,
        "year": w.year,
        "trigger": w.trigger,
        "split": split_of(w.outlet),
    }


def written() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()]


def write_rows(rows: list[dict[str, Any]]) -> None:
    PASSAGES.parent.mkdir(exist_ok=True)
    PASSAGES.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(len(rows), "passages;", Counter(r["split"] for r in rows), Counter(r["trigger"] for r in rows))


def write_sample(path: Path) -> None:
    write_rows([row_of(f"n{n:04d}", w) for n, w in enumerate(sample(path))])


def write_more(path: Path, total: int) -> None:
    rows = written()
    used = frozenset(row["article"] for row in rows)
    number = sum(row["id"].startswith("m") for row in rows)
    fresh = sample(path, total, per_outlet_limit=5 * PER_OUTLET, leave_out=used, train_only=True)
    write_rows(rows + [row_of(f"m{number + n:04d}", w) for n, w in enumerate(fresh)])


def rebuild(path: Path, out_path: Path) -> None:
    """Write the passages with their text; stops when an article has changed under its id."""
    rows = written()
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        wanted.setdefault(row["article"], []).append(row)
    for article in articles(path):
        for row in wanted.get(article["ID"], ()):
            row["text"] = article["text"][row["start"] : row["end"]]
            row["lang"], row["side"] = "en", article.get("bias_text") or "?"
            if digest(row["text"])[:16] != row["sha256"]:
                sys.exit(
                    f"{row['id']}: the text of article {row['article']} is not the one that was labelled"
                )
    missing = [row["id"] for row in rows if "text" not in row]
    if missing:
        sys.exit(f"{len(missing)} passages have no article in {path}: {missing[:3]}")
    out_path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sample", "more", "text"])
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", nargs="?", help="the file to write (text) or how many passages to add (more)")
    options = parser.parse_args()
    if options.what == "sample":
        write_sample(options.articles)
    elif options.what == "more":
        write_more(options.articles, int(options.out or 1000))
    else:
        rebuild(options.articles, Path(options.out or "passages-text.jsonl"))


if __name__ == "__main__":
    main()
