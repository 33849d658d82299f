#!/usr/bin/env python3
"""The report's page: its size, the time to write it, and in headless Chromium the time to the first paint and to open a pair,
medians of several rounds.  usage: page.py DIR [--passages N] [--rounds R]; LEITONG names the command. DIR is a result directory;
with N its tables are thinned evenly until N passages are left."""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/browser"))
import webdriver  # noqa: E402

LEITONG = os.environ.get("LEITONG", "build/release/leitong")
OPEN_PAIR = """const done = arguments[arguments.length - 1], [hash] = arguments, start = performance.now();
addEventListener('hashchange', () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))),
  { once: true });
location.hash = hash"""


def thin(source, target, passages):
    """Every table in the same proportion; swaps of clusters go, since clusters are numbered anew."""
    shutil.copytree(source, target)
    run = json.loads((source / "run.json").read_text(encoding="utf-8"))
    keep, all_passages = passages, run["passages"]
    for table in ("pairs", "passages", "clusters", "phrases", "templates", "swaps", "left_behind"):
        lines = (source / f"{table}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        if table == "swaps":
            lines = [line for line in lines if '"cluster":' not in line]
        wanted = len(lines) * keep // all_passages
        lines = [lines[i * len(lines) // wanted] for i in range(wanted)]
        (target / f"{table}.jsonl").write_text("".join(lines), encoding="utf-8")
        run[table] = len(lines)
    text = json.dumps(run, ensure_ascii=False, separators=(",", ":"))
    for key in ("threshold", "recall"):
        text = text.replace(f'"{key}":{run[key]}', f'"{key}":{run[key]:.6f}')
    (target / "run.json").write_text(text + "\n", encoding="utf-8")
    return target


def measure(directory, folder, rounds):
    report, written, paints, opens = folder / "report.html", [], [], {"longest": [], "busiest": []}
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([LEITONG, "report", "--lang", "zh", "-o", report, directory], check=True)
        written.append(time.perf_counter() - start)
    with webdriver.Browser() as browser:
        browser.size(1360, 900)
        for _ in range(rounds):
            browser.open("about:blank")
            browser.open(f"file://{report}")
            browser.wait(lambda: browser.run("return performance.getEntriesByName('first-contentful-paint').length"), "a paint")
            paints.append(browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            for what, by in (("longest", "(x, y) => y.matched - x.matched"), ("busiest",
                             "(x, y) => passagesByPair().get(pairKey(y.a, y.b)).length - passagesByPair().get(pairKey(x.a, x.b)).length")):
                pair = browser.run(f"const p = [...PASSAGES].sort({by})[0]; return `#/pair/${{p.a}}/${{p.b}}/${{p.index}}`")
                opens[what].append(browser.call("POST", "/execute/async", {"script": OPEN_PAIR, "args": [pair]}))
                browser.run("location.hash = '#/overview'")
        count = browser.run("return [DOCS.length, PASSAGES.length, TEMPLATES().length]")
    middle = lambda list: statistics.median(list)  # noqa: E731
    print(f"{count[0]} documents, {count[1]} passages, {count[2]} templates; load {os.getloadavg()[0]:.1f}; medians of {rounds}")
    print(f"  {report.stat().st_size / 1e6:.1f} MB, written in {middle(written):.2f} s")
    print(f"  first paint {middle(paints) / 1000:.2f} s (least {min(paints) / 1000:.2f})")
    for what, times in opens.items():
        print(f"  the pair with the {'longest passage' if what == 'longest' else 'most passages'} opens in "
              f"{middle(times) / 1000:.3f} s (least {min(times) / 1000:.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--passages", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leitong-page-") as name:
        folder = pathlib.Path(name)
        directory = options.directory
        if options.passages:
            directory = thin(directory, folder / "thin", options.passages)
        measure(directory, folder, options.rounds)


if __name__ == "__main__":
    main()
