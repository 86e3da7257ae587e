"""Peers of the name search and of screening, run by the Python of an environment of their own.

    PYTHON benchmarks/entities_peers.py METHOD INPUT OUTPUT

Imports nothing of cuibono, so that any environment can run it: ``pip install scikit-learn rapidfuzz tantivy nomenklatura
ahocorasick_rs pyahocorasick flashtext spacy psutil pyicu``. INPUT and OUTPUT are JSON; times are CPU seconds of this process.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Search = Callable[[str], list[int]]
TOP = 10


def _ngrams(names: Sequence[str]) -> Callable[[str, int], list[int]]:
    """Character 2- to 4-grams inside words, TF-IDF, cosine (scikit-learn)."""
    text = importlib.import_module("sklearn.feature_extraction.text")
    vectors = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    table = vectors.fit_transform([n.lower() for n in names]).T.tocsr()

    def search(query: str, limit: int) -> list[int]:
        scores = vectors.transform([query.lower()]).dot(table)
        order = (-scores.data).argsort(kind="stable")[:limit]
        return [int(i) for i in scores.indices[order]]

    return search


def tfidf(names: Sequence[str]) -> Search:
    find = _ngrams(names)
    return lambda query: find(query, TOP)


def rapidfuzz_all(names: Sequence[str]) -> Search:
    """Every name against the query by WRatio."""
    from rapidfuzz import fuzz, process, utils

    plain = [utils.default_process(n) for n in names]

    def search(query: str) -> list[int]:
        found = process.extract(utils.default_process(query), plain, scorer=fuzz.WRatio, limit=TOP)
        return [row[2] for row in found]

    return search


def tantivy(names: Sequence[str]) -> Search:
    """Okapi BM25 over character 2- to 4-grams."""
    engine = importlib.import_module("tantivy")
    grams = engine.TextAnalyzerBuilder(engine.Tokenizer.ngram(2, 4)).filter(engine.Filter.lowercase()).build()
    builder = engine.SchemaBuilder()
    builder.add_text_field("name", stored=False, tokenizer_name="grams")
    builder.add_integer_field("row", stored=True)
    index = engine.Index(builder.build())
    index.register_tokenizer("grams", grams)
    writer = index.writer(num_threads=1)
    for row, name in enumerate(names):
        writer.add_document(engine.Document(name=name, row=row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        terms = sorted(set(grams.analyze(query.lower())))
        parts = [(engine.Occur.Should, engine.Query.term_query(index.schema, "name", term)) for term in terms]
        hits = searcher.search(engine.Query.boolean_query(parts), TOP).hits
        return [searcher.doc(address)["row"][0] for _, address in hits]

    return search


def _nomenklatura() -> tuple[Any, Any, Any]:
    """(FollowTheMoney's model, how to get a matcher, its configuration)."""
    matching = importlib.import_module("nomenklatura.matching")
    types = importlib.import_module("nomenklatura.matching.types")
    model = importlib.import_module("followthemoney").model
    return model, matching.get_algorithm, types.ScoringConfig.defaults()


def nomenklatura(matcher: str) -> Callable[[Sequence[str]], Search]:
    """The 20 nearest by n-grams, ordered by a matcher of nomenklatura; each query has an id of its own."""

    def build(names: Sequence[str]) -> Search:
        model, get_algorithm, config = _nomenklatura()
        algorithm = get_algorithm(matcher)
        find = _ngrams(names)

        def entity(identifier: str, name: str) -> Any:
            return model.get_proxy(
                {"id": identifier, "schema": "LegalEntity", "properties": {"name": [name]}}
            )

        kept = [entity(f"n{i}", name) for i, name in enumerate(names)]
        count = iter(range(1 << 40))

        def search(query: str) -> list[int]:
            asked = entity(f"q{next(count)}", query)
            near = find(query, 20)
            scores = {i: algorithm.compare(asked, kept[i], config).score for i in near}
            return sorted(near, key=lambda i: -scores[i])[:TOP]

        return search

    return build


SEARCHES: dict[str, Callable[[Sequence[str]], Search]] = {
    "tfidf": tfidf,
    "rapidfuzz": rapidfuzz_all,
    "tantivy": tantivy,
    "name-based": nomenklatura("name-based"),
    "logic-v1": nomenklatura("logic-v1"),
    "logic-v2": nomenklatura("logic-v2"),
}


def run_search(method: str, names: Sequence[str], queries: Sequence[str]) -> dict[str, Any]:
    start = time.process_time()
    before = _memory()
    search = SEARCHES[method](names)
    for query in queries[:20]:
        search(query)
    built = time.process_time() - start
    start = time.process_time()
    found = [search(query) for query in queries]
    return {
        "found": found, "build": built, "seconds": time.process_time() - start, "memory": _memory() - before,
    }  # fmt: skip


def _memory() -> float:
    """MB in use at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


Screen = Callable[[str], Iterator[tuple[int, int]]]


def _ahocorasick_rs(names: Sequence[str]) -> Screen:
    ahocorasick_rs = importlib.import_module("ahocorasick_rs")
    machine = ahocorasick_rs.AhoCorasick(
        [n.lower() for n in names], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return lambda text: ((start, end) for _, start, end in machine.find_matches_as_indexes(text.lower()))


def _pyahocorasick(names: Sequence[str]) -> Screen:
    machine = importlib.import_module("ahocorasick").Automaton()
    for name in names:
        machine.add_word(name.lower(), len(name))
    machine.make_automaton()
    return lambda text: ((end + 1 - size, end + 1) for end, size in machine.iter_long(text.lower()))


def _flashtext(names: Sequence[str]) -> Screen:
    machine = importlib.import_module("flashtext").KeywordProcessor(case_sensitive=False)
    for name in names:
        machine.add_keyword(name)
    return lambda text: ((s, e) for _, s, e in machine.extract_keywords(text, span_info=True))


def _spacy(names: Sequence[str]) -> Screen:
    spacy = importlib.import_module("spacy")
    nlp = spacy.blank("en")
    nlp.max_length = 1 << 30
    machine = importlib.import_module("spacy.matcher").PhraseMatcher(nlp.vocab, attr="LOWER")
    machine.add("n", list(nlp.pipe(names)))

    def screen(text: str) -> Iterator[tuple[int, int]]:
        for paragraph in text.split("\n\n"):
            document = nlp(paragraph)
            yield from ((document[s].idx, e) for _, s, e in machine(document))

    return screen


SCREENS: dict[str, Callable[[Sequence[str]], Screen]] = {
    "ahocorasick_rs": _ahocorasick_rs,
    "pyahocorasick": _pyahocorasick,
    "flashtext": _flashtext,
    "spacy": _spacy,
}


def run_screen(method: str, names: Sequence[str], text: str) -> dict[str, Any]:
    process = importlib.import_module("psutil").Process()
    before = process.memory_info().rss
    start = time.process_time()
    screen = SCREENS[method](names)
    built = time.process_time() - start
    grown = process.memory_info().rss - before
    start = time.process_time()
    found = [list(span) for span in screen(text)]
    return {"found": found, "build": built, "seconds": time.process_time() - start, "bytes": grown}


def run_icu(pairs: Sequence[Sequence[str]]) -> list[float]:
    """Token sort ratio of two names once ICU has put both into Latin letters."""
    from rapidfuzz import fuzz, utils

    latin = importlib.import_module("icu").Transliterator.createInstance("Any-Latin; Latin-ASCII")
    plain = [[utils.default_process(latin.transliterate(name)) for name in pair] for pair in pairs]
    return [fuzz.token_sort_ratio(a, b) for a, b in plain]


def run_compare(method: str, pairs: Sequence[Sequence[str]]) -> list[float]:
    """Scores of pairs (a, b, schema) by a matcher of nomenklatura, or by rapidfuzz's WRatio."""
    if method == "compare-rapidfuzz":
        from rapidfuzz import fuzz, utils

        return [fuzz.WRatio(a, b, processor=utils.default_process) / 100 for a, b, _ in pairs]
    model, get_algorithm, config = _nomenklatura()
    algorithm = get_algorithm(method.removeprefix("compare-"))
    scores = []
    for number, (a, b, schema) in enumerate(pairs):
        left, right = (
            model.get_proxy({"id": f"{side}{number}", "schema": schema, "properties": {"name": [name]}})
            for side, name in (("a", a), ("b", b))
        )
        scores.append(algorithm.compare(left, right, config).score)
    return scores


def main() -> None:
    method, source, target = sys.argv[1:4]
    given = json.loads(Path(source).read_text(encoding="utf-8"))
    done: Any
    if method == "icu":
        done = run_icu(given["pairs"])
    elif method.startswith("compare-"):
        done = run_compare(method, given["pairs"])
    elif method in SEARCHES:
        done = run_search(method, given["names"], given["queries"])
    else:
        text = Path(given["text"]).read_text(encoding="utf-8")[: given["characters"]]
        done = run_screen(method, given["names"], text)
    Path(target).write_text(json.dumps(done), encoding="utf-8")


if __name__ == "__main__":
    main()
