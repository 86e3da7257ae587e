#!/bin/sh
# Build the wheel, install it in an empty environment elsewhere, and do the main job there without developer tools.
# usage: wheel_check.sh PYTHON BUILD_PYTHON
set -eu
python=$1
builder=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
repo=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$builder" -m pip -q wheel --no-deps -w "$work/dist" "$repo"
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip -q install --only-binary :all: --require-hashes -r "$repo/requirements/core.txt"
"$work/venv/bin/python" -m pip -q install --no-deps "$work"/dist/*.whl
cp "$repo"/examples/*.html "$work/"
cd "$work"
for article in *.html; do
  case $article in report-*) continue ;; esac
  ./venv/bin/cuibono check "$article" --html "report-$article" --json "report-$article.json" > "terminal-$article.txt"
  test -s "report-$article" && test -s "report-$article.json" && test -s "terminal-$article.txt"
done
./venv/bin/cuibono --version
./venv/bin/python - <<'EOF'
import importlib.util, pathlib, cuibono
for tool in ("pytest", "mypy", "ruff", "hypothesis"):
    assert importlib.util.find_spec(tool) is None, f"{tool} is installed: this is no clean environment"
assert (pathlib.Path(cuibono.__file__).parent / "py.typed").exists(), "py.typed is missing from the wheel"
print("the wheel works on its own")
EOF
