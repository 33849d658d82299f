"""The report in a browser: headless Chromium opens what leitong writes and does what a reader does. Skipped without Chromium."""
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "src/report/page"
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/browser"))
import findings  # noqa: E402
import webdriver  # noqa: E402

VIEWS = ["overview", "documents", "pairs", "heat", "passages", "texts", "clusters", "templates", "adapted", "swaps", "left", "method"]
HOSTILE_ID = "</script><img src=x onerror=stolen=1>"
HOSTILE_TEXT = ("</script><img src=x onerror=\"window.stolen=1\"><!--<script>window.stolen=2</script> \u202eevil\u202c \u0007 "
                "会议强调要把安全生产责任落实到每一个班组每一个岗位每一名职工。")
passed = failed = 0


def check(good, what):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}")


def lint():
    """Text from documents may only reach the page as text; nothing is fetched; lines stay readable."""
    for path in sorted(PAGE.iterdir()):
        source = path.read_text(encoding="utf-8")
        for number, line in enumerate(source.splitlines(), 1):
            place = f"{path.name}:{number}"
            check(len(line) <= 140, f"{place}: longer than 140 characters")
            check(not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|srcdoc", line),
                  f"{place}: makes markup or code from text")
            check(not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(|\bfetch\(|XMLHttpRequest|WebSocket", line),
                  f"{place}: reaches outside the file")
        check(len(source.splitlines()) <= 600, f"{path.name}: longer than 600 lines")
    words = re.findall(r"^  (\w+): \[", (PAGE / "words.js").read_text(encoding="utf-8"), re.M)
    code = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js") if path.name != "words.js")
    for word in words:
        check(re.search(rf"['\"`]{word}['\"`]", code) or re.match(r"(unit|kind|adaptedBy|copyBy)\d$|(templates|adapted|swaps|left)Count$", word), f"words.js: nobody says '{word}'")
    for word in re.findall(r"\b(?:t|parts)\('(\w+)'", code):
        check(word in words, f"'{word}' is not in words.js")


def options_are_there():
    """What the page says of the scan's options names options that the command has."""
    known = subprocess.run([os.environ["LEITONG"], "scan", "--help"], capture_output=True, text=True, check=True).stdout
    for option in re.findall(r"^  \['\w+', '(--[\w-]+)'", (PAGE / "options.js").read_text(encoding="utf-8"), re.M):
        check(re.search(rf"{option}\b", known), f"options.js: the scan has no {option}")


def make(folder, name, *arguments):
    path = folder / name
    with open(path, "wb") as out:
        made = subprocess.run([os.environ["LEITONG_MAKE_REPORT"], *arguments], stdout=out, cwd=ROOT, timeout=120, check=False)
    check(made.returncode == 0, f"make_report {arguments}: exit {made.returncode}")
    return f"file://{path}"


def same_from_directory(folder, report):
    """A report of a scan and one of the directory that the scan wrote are the same file, its number with it."""
    leitong = os.environ["LEITONG"]
    subprocess.run([leitong, "scan", "-q", "fixtures/speeches", "-o", folder / "result"], cwd=ROOT, check=True, timeout=60)
    read = subprocess.run([leitong, "report", "--lang", "zh", folder / "result"], capture_output=True, check=True, timeout=60)
    check(read.stdout == pathlib.Path(report.removeprefix("file://")).read_bytes(), "a report made from the directory differs")


def embedded(markup, name):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', markup, re.S)
    return json.loads(found.group(1)) if found else None


def exact_spans(folder, report, encodings):
    """Every passage and every edit, against the definition: the bytes of the source, decoded here, are what the page shows at
    its offsets, which count UTF-16 code units. Needs no browser."""
    markup = pathlib.Path(report.removeprefix("file://")).read_text(encoding="utf-8")
    data = embedded(markup, "data")
    units = [(embedded(markup, f"text-{n}") or "").encode("utf-16-le") for n in range(len(data["documents"]))]
    sources = [(folder / d["id"]).read_bytes() for d in data["documents"]]
    codecs = [encodings.get(d.get("encoding"), d.get("encoding", "utf-8")) for d in data["documents"]]
    wrong, seen, firsts = 0, set(), {}
    for index, (_, *row) in enumerate(data["passages"]):
        a, b = row[0], row[3]
        shown = [units[a][2 * row[1]:2 * row[2]].decode("utf-16-le"), units[b][2 * row[4]:2 * row[5]].decode("utf-16-le")]
        cut = [sources[a][row[13]:row[14]].decode(codecs[a]), sources[b][row[15]:row[16]].decode(codecs[b])]
        wrong += shown != cut
        seen |= {codecs[a], codecs[b]}
        edits = embedded(markup, f"edits-{a}")[index - firsts.setdefault(a, index)]
        equal = [[row[1]], [row[4]]]
        for at in range(0, len(edits), 4):
            equal[0] += edits[at:at + 2]
            equal[1] += edits[at + 2:at + 4]
        between = []  # what stands between the edits is equal on both sides, but for what no token holds
        for side, n, end in ((0, a, row[2]), (1, b, row[5])):
            borders = [*equal[side], end]
            pieces = [units[n][2 * x:2 * y].decode("utf-16-le") for x, y in zip(borders[::2], borders[1::2])]
            between.append(["".join(c for c in piece if c.isalnum()) for piece in pieces])
        wrong += len(edits) != 4 * row[12] or between[0] != between[1]
    return wrong, seen, len(data["passages"])


def spans(folder):
    report = make(folder, "spans.html", "zh", "-", "plain", "fixtures/speeches")
    wrong, _, count = exact_spans(ROOT, report, {})
    check(count > 50 and wrong == 0, f"{wrong} of {count} passages of the speeches show other text than their sources")
    text = "𠮷家屯的同志们，今天我们在这里召开全县安全生产工作会议，主要任务是总结去年的工作。\n"
    places = folder / "encodings"
    places.mkdir()
    for name, codec, middle in (("a.txt", "utf-8-sig", "一"), ("b.txt", "gb18030", "二𠮷"), ("c.txt", "utf-16", "三"),
                                ("d.txt", "utf-8", "😀四")):
        (places / name).write_bytes((name + "\n" + text + middle + text).encode(codec))
    report = make(folder, "encodings.html", "zh", "-", "plain", str(places))
    wrong, seen, count = exact_spans(pathlib.Path("/"), report, {"utf-16le": "utf-16-le"})
    check(count >= 3 and len(seen) >= 3 and wrong == 0, f"{wrong} of {count} passages in {seen} are shown wrong")


def quiet(browser, what):
    messages = [entry["message"] for entry in browser.log()]
    check(not messages, f"{what}: the console says {messages[:3]}")


def go(browser, view):
    browser.run("location.hash = arguments[0]", f"#/{view}")
    browser.wait(lambda: browser.run("return document.querySelector('#main').dataset.view") == view.split("/")[0], view)


def axe_source(folder):
    """axe-core, where npm can get it or LEITONG_AXE names its file; the page is checked without it otherwise."""
    if os.environ.get("LEITONG_AXE"):
        return pathlib.Path(os.environ["LEITONG_AXE"]).read_text(encoding="utf-8")
    if shutil.which("npm") is None:
        return None
    try:
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder),
                        "axe-core@4"], capture_output=True, timeout=120, check=True)
        return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    except (OSError, subprocess.SubprocessError):
        return None


def accessible(browser, axe, what):
    if axe is None:
        return
    if not browser.run("return typeof window.axe !== 'undefined'"):
        browser.call("POST", "/goog/cdp/execute", {"cmd": "Runtime.evaluate", "params": {"expression": axe}})
    found = browser.call("POST", "/execute/async", {"args": [], "script": """
        const done = arguments[arguments.length - 1];
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
          .then((r) => done(r.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 160), v.nodes[0].failureSummary])),
            (e) => done([['axe', String(e), '']]))"""})
    for rule, node, why in found:
        check(False, f"{what}: axe {rule}: {node} {why}")
    check(True, what)


def see_copies(browser):
    """From the opened file to the two copies of the speech, side by side with their edits, in two clicks at most."""
    clicks = 0
    link = browser.run("""const n = DOCS.findIndex((d) => d.id.includes('xiantao'));
        const link = [...document.querySelectorAll('#main a')].find((a) => a.hash.startsWith(`#/pair/${n}/${n}/`)); if (link) link.id = 'copies'; return Boolean(link)""")
    check(link, "the overview leads to the copies")
    browser.click("#copies")
    clicks += 1
    browser.wait(lambda: browser.count(".column .hit.chosen") > 1, "the copies")
    sides = browser.run("""return [...document.querySelectorAll('.column')].map((column) =>
        [...column.querySelectorAll('.hit.chosen')].map((n) => n.textContent).join(''))""")
    expected = browser.run("const p = PASSAGES.find((p) => p.a === p.b && p.matched > 1000); const s = textOf(p.a);"
                           "return [s.slice(p.aBegin, p.aEnd), s.slice(p.bBegin, p.bEnd)]")
    check(clicks <= 2 and [side.replace("‸", "") for side in sides] == expected, "both copies are shown whole")
    marked = browser.run("""return ['del', 'ins'].map((tag) => [...document.querySelectorAll('.column ' + tag)]
        .map((n) => n.textContent))""")
    check(len(marked[0]) + len(marked[1]) >= 4 and browser.count(".column .gap") >= 1, f"edits are marked: {marked}")
    rows = browser.run("return [...document.querySelectorAll('.edits tbody tr')].length")
    edits = browser.run("return PASSAGES.find((p) => p.a === p.b && p.matched > 1000).edits")
    check(rows == edits >= 4, f"{rows} of {edits} edits are listed")
    shown = browser.run("""return [...document.querySelectorAll('.column')].map((column) => {
        const box = column.getBoundingClientRect(); const at = column.querySelector('[data-at]').getBoundingClientRect();
        return at.top >= box.top && at.bottom <= box.bottom })""")
    check(shown == [True, True], "both copies are scrolled to")
    check("计生工作会议讲话篇" in browser.text(".facts"), "the nearest heading is named")
    browser.run("const c = document.querySelectorAll('.column'); c[0].scrollTop += 700")
    browser.wait(lambda: browser.run("return document.querySelectorAll('.column')[1].scrollTop > 500"), "the other side to follow")


def see_seeds(browser, folder):
    """The same on the scraped pages the tool was made for: one page holds a speech twice, and one click shows both."""
    seeds = pathlib.Path(os.environ.get("LEITONG_CORPUS") or "/nowhere") / "seeds"
    if not seeds.is_dir():
        return
    browser.open(make(folder, "seeds.html", "zh", "-", "plain", str(seeds)))
    browser.run("document.querySelector('#main .leads a').click()")
    browser.wait(lambda: browser.count(".column .hit.chosen") > 1, "the copies")
    check("四个" in browser.text(".edits") and "四种" in browser.text(".edits"), "seeds: the swapped word is listed among the edits")
    sides = browser.run("""return [...document.querySelectorAll('.column')].map((c) => c.querySelectorAll('del, ins, .gap').length)""")
    check(min(sides) >= 3, f"seeds: edits are marked on both sides: {sides}")
    browser.pdf()
    quiet(browser, "seeds")


def search_sort_jump(browser):
    go(browser, "documents")
    before = browser.count("tbody tr")
    browser.type(".search", "xiantao")
    browser.wait(lambda: browser.count("tbody tr") == 1 < before, "the search")
    browser.run("const s = document.querySelector('.search'); s.value = ''; s.dispatchEvent(new Event('input'))")
    browser.click('[data-key="tokenCount"]')
    tokens = browser.run("return [...document.querySelectorAll('tbody tr')].map((r) => Number(r.cells[2].innerText.replace(/,/g, '')))")
    check(tokens == sorted(tokens, reverse=True) and len(tokens) == before, "documents sort by tokens")
    check(browser.run("return document.querySelector('[aria-sort=descending]').innerText").startswith("字数"), "the order is told")
    pair = browser.run("""for (const [, list] of passagesByPair()) if (list.length > 2) return [list[0].a, list[0].b, list.length]""")
    go(browser, f"pair/{pair[0]}/{pair[1]}")
    browser.run("document.querySelectorAll('.column')[0].querySelectorAll('.at')[0].click()")
    first = browser.run("return location.hash")
    browser.click("#pair-next")
    check(browser.run("return location.hash") != first, "the next passage is jumped to")
    check(f"第 2 / {pair[2]} 段" in browser.text(".detail"), "the place among the passages is told")
    browser.run("document.querySelector('.column').focus()")
    browser.press("k")
    check(browser.run("return location.hash") == first, "the key k goes back")


def downloaded(browser, pattern, what):
    """The file, once all of it is there: the browser makes it empty first, and writes beside it."""
    def whole():
        path = next(iter(browser.downloads.glob(pattern)), None)
        return path if path and path.stat().st_size > 0 and not list(browser.downloads.glob("*.crdownload")) else None
    return browser.wait(whole, what)


def mark_and_export(browser, anonymous):
    browser.press("c")
    browser.run("const n = document.querySelector('.note'); n.value = '核实过'; n.dispatchEvent(new Event('change'))")
    go(browser, "passages")
    check("已确认 1" in browser.text(".tally"), "the mark is counted")
    browser.click("#marks-export")
    path = downloaded(browser, "*marks.json", "the exported marks")
    marks = json.loads(path.read_text(encoding="utf-8"))
    row = marks["marks"][0]
    check((row["kind"], row["mark"], row["note"]) == ("passage", "confirmed", "核实过") and row["a"]["doc"].startswith("fixtures/"), f"exported: {row}")
    browser.run("marks.clear(); marksSave(); route()")
    browser.give_file("#marks-file", path)
    browser.wait(lambda: "已确认 1" in browser.text(".tally"), "the imported mark")
    browser.run("location.reload()")
    browser.wait(lambda: browser.text(".tally") and "已确认 1" in browser.text(".tally"), "marks after opening the file again")
    path.unlink()
    browser.click("#anonymise input")
    check("fixtures" not in browser.text("body") and "xiantao" not in browser.text("body"), "anonymous: no name on the page")
    browser.click("#marks-export")
    path = downloaded(browser, "*marks.json", "the anonymous marks")
    text = path.read_text(encoding="utf-8")
    check("fixtures" not in text and "文档" in text and "hash" not in text, "anonymous: no name in the export")
    browser.click("#anonymise input")
    source = pathlib.Path(anonymous.removeprefix("file://")).read_text(encoding="utf-8")
    check("fixtures/" not in source and "xiantao" not in source, "--anonymise: no name in the file")


def filtered(browser):
    """Filters: what is listed is what the definition says, and the address says which they are."""
    data = embedded(pathlib.Path(browser.run("return location.pathname")).read_text(encoding="utf-8"), "data")
    rows = [dict(zip(("index", "a", "b", "matched", "longer", "kind"), (row[0], row[1], row[4], row[9], max(row[7:9]), row[18])))
            for row in data["passages"]]
    dated = [bool(document.get("days")) for document in data["documents"]]
    due = {"": len(rows), "least=40": sum(row["matched"] >= 40 for row in rows), "kind=0": sum(row["kind"] == 0 for row in rows),
           "identity=95": sum(100 * row["matched"] >= 95 * row["longer"] for row in rows),
           "dated=true": sum(dated[row["a"]] and dated[row["b"]] for row in rows),
           "least=40&dated=true": sum(row["matched"] >= 40 and dated[row["a"]] and dated[row["b"]] for row in rows)}
    check(len(set(due.values())) == len(due), f"every filter leaves another number of rows: {due}")
    for query, count in due.items():
        browser.run("location.hash = arguments[0]", f"#/passages?{query}")
        browser.wait(lambda: browser.text(".bar > .count").startswith(f"{count} "), f"{query}: {count} rows instead of {browser.text('.bar > .count')}")
    go(browser, "pairs")
    check(browser.run("return location.hash") == "#/pairs?least=40&dated=true", f"filters go along: {browser.run('return location.hash')}")
    shown = browser.run("return documentPairs().map((r) => [r.a, r.b])")
    pairs = {(row["a"], row["b"]) for row in rows if row["a"] != row["b"] and row["matched"] >= 40 and dated[row["a"]] and dated[row["b"]]}
    check({tuple(sorted(pair)) for pair in shown} == {tuple(sorted(pair)) for pair in pairs}, "pairs follow the filters")
    browser.run("location.reload()")
    browser.wait(lambda: browser.text(".filters summary") == "筛选（2 项）", "the filters of the address after opening it again")
    browser.run("document.querySelector('#filter-least').value = 60; document.querySelector('#filter-least').dispatchEvent(new Event('change'))")
    check(browser.run("return location.hash") == "#/pairs?least=60&dated=true", "a filter changes the address")
    check(browser.run("return document.activeElement.id") in ("filter-least", ""), "the field keeps its place")
    browser.click("#no-filters")
    check(browser.run("return location.hash") == "#/pairs" and browser.run("return documentPairs().length") > len(shown), "no filters: all rows")


def left_out(browser, folder, report):
    """Leaving a document out gives the figures of a scan without it, where no wording is stock."""
    data = embedded(pathlib.Path(report.removeprefix("file://")).read_text(encoding="utf-8"), "data")
    ids = [document["id"] for document in data["documents"]]
    sources = max(range(len(ids)), key=lambda n: sum(row[1] == n and row[2] > 0 for row in data["sources"]))
    directory = folder / "without"
    subprocess.run([os.environ["LEITONG"], "scan", "-q", *[one for n, one in enumerate(ids) if n != sources], "-o", directory], cwd=ROOT, check=True, timeout=60)
    rows = {row["doc"]: row for row in map(json.loads, (directory / "documents.jsonl").read_text(encoding="utf-8").splitlines())}
    taker = next(row[0] for row in data["sources"] if row[1] == sources)
    go(browser, f"document/{taker}")
    browser.click(f"#without-{sources} input")
    browser.wait(lambda: browser.run("return location.hash").endswith(f"?without={sources}"), "the address says who is left out")
    got = browser.run("return DOCS.map((d, n) => [figuresOf(n).reused, figuresOf(n).largestTokens])")
    due = [[rows[one]["reused"], (rows[one]["largest_source"] or {"tokens": 0})["tokens"]] if one in rows else None for one in ids]
    wrong = [(ids[n], got[n], due[n]) for n in range(len(ids)) if n != sources and got[n] != due[n]]
    changed = sum(got[n][0] != data["documents"][n]["figures"][5] for n in range(len(ids)) if n != sources)
    check(not wrong and changed > 0, f"{wrong} differ from a scan without {ids[sources]}; {changed} changed")
    check(browser.count(".figure.unknown") == 3, "what can't be counted anew says so")
    check(browser.run("return PASSAGES.filter(listed).every((p) => p.a !== arguments[0] && p.b !== arguments[0])", sources), "its passages are not listed")
    go(browser, "overview")
    reused = sum(row["reused"] for row in rows.values())
    check(f"{reused:,}" in browser.text(".figure .how"), f"the sum is that of the others: {browser.text('.figure .how')}")
    browser.click(".chip .button")
    check(browser.count(".figure.unknown") == 0 and "without" not in browser.run("return location.hash"), "a source is taken back")


def baseline(browser, folder):
    """What was dismissed is gone from the first screen, and a gate lets it be."""
    go(browser, "pairs")
    copy, source, count = browser.run("const r = documentPairs()[0]; return [DOCS[r.copy].id, DOCS[r.source].id, r.cases.flatMap((c) => c.passages).length]")
    first = browser.run("return document.querySelector('tbody a.main-link').hash")
    browser.run("const s = document.querySelector('tbody select.mark'); s.value = 'dismissed'; s.dispatchEvent(new Event('change'))")
    check(f"已排除 {count}" in browser.text(".tally"), f"all {count} passages of a pair are dismissed: {browser.text('.tally')}")
    for view in ("left", "adapted"):
        go(browser, view)
        browser.run("const s = document.querySelector('tbody select.mark'); s.value = 'dismissed'; s.dispatchEvent(new Event('change'))")
    go(browser, "pairs")
    browser.click("#baseline-export")
    path = downloaded(browser, "*baseline.jsonl", "the baseline")
    lines = path.read_text(encoding="utf-8").splitlines()
    check(len(lines) == 1 + count + 2, f"{len(lines)} rows of a baseline for {count} passages, a name and an adapted pair")
    go(browser, "overview")
    check(first not in browser.run("return [...document.querySelectorAll('#main .leads a')].map((a) => a.hash)"), "the first screen leaves out what was dismissed")
    leitong, index = os.environ["LEITONG"], folder / "baseline.index"
    subprocess.run([leitong, "index", "create", "-q", index], cwd=ROOT, check=True, timeout=60)
    subprocess.run([leitong, "index", "add", "-q", index, source], cwd=ROOT, check=True, timeout=60)
    marks = {}
    for options in ((), ("--baseline", path)):
        out = subprocess.run([leitong, "gate", "--format", "json", *options, "--index", index, copy], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        found = json.loads(out.stdout)["verdicts"][0]["findings"]
        marks[len(options)] = [(finding["kind"], finding["mark"]) for finding in found if finding["kind"] in ("passage", "adapted")]
    check(set(marks[0]) == {("passage", "counted"), ("adapted", "counted")} and set(marks[2]) == {("passage", "known"), ("adapted", "known")},
          f"a gate knows them: {marks}")
    browser.run("marks.clear(); marksSave()")


def found_directory(folder, source, put):
    """A result directory with templates, swaps and names left behind that are known, and the report made from it."""
    leitong, directory = os.environ["LEITONG"], folder / "found"
    shutil.rmtree(directory, ignore_errors=True)
    subprocess.run([leitong, "scan", "-q", *source, "-o", directory], cwd=ROOT, check=True, timeout=60)
    put(directory)
    report = folder / "found.html"
    subprocess.run([leitong, "report", "--lang", "zh", "-o", report, directory], check=True, timeout=60)
    return f"file://{report}"


def percents(browser):
    """Per cent as the other formats write them: half up in integers, and a part never reads as the whole."""
    pairs = [(1757, 2000), (703, 800), (8784, 10000), (5330, 5331), (9995, 10000), (9994, 10000), (7, 7), (0, 7), (0, 0), (1, 3),
             (1, 2000), (1, 2001)]
    due = []
    for part, whole in pairs:
        tenths = (2000 * part + whole) // (2 * whole) if whole else 0
        tenths = min(tenths, 999) if part < whole else tenths
        due.append(f"{tenths // 10}.{tenths % 10}%")
    got = browser.run("return arguments[0].map(([part, whole]) => percent(part, whole))", pairs)
    check(got == due, f"per cent: {got} instead of {due}")


def found_views(browser):
    """Templates, swaps and names: what is shown is what the rows say, and each leads to its place."""
    rows = browser.run("return [TEMPLATES(), ADAPTED(), SWAPS(), LEFT()].map((list) => list.length)")
    for view, count in zip(("templates", "adapted", "swaps", "left"), rows):
        go(browser, view)
        check(count > 2 and browser.count("tbody tr") == count, f"{view}: all {count} rows are listed")
    go(browser, "template/1")
    slots = browser.run("return TEMPLATES()[1].slots.length")
    check(browser.count(".page .slot") == slots == browser.count(".fill-card") == 7, "each slot stands in the pattern and has its fills")
    check(browser.count(".page .optional") == 1, "optional text is marked")
    check("县委、县政府" in browser.text(".fill-card") and "3" in browser.text(".fill-card"), "fills are counted")
    cells = browser.run("""return [...document.querySelectorAll('.table-box tbody tr')].map((r) => [...r.cells].map((c) => c.innerText))""")
    fills = browser.run("""const s = TEMPLATES()[1]; return templateMembers(s).map((m) => m.fills.slice(0, 6)
        .map(([begin, end]) => textOf(m.document).slice(begin, end)))""")
    check([row[1:] for row in cells] == fills, f"members stand with their fills: {cells[:1]} {fills[:1]}")
    browser.run("document.querySelectorAll('.table-box a.main-link')[1].click()")
    browser.wait(lambda: browser.count(".place") > 0, "the member's place")
    place = browser.run("return [...document.querySelectorAll('.place')].map((n) => n.textContent).join('')")
    member = browser.run("const m = templateMembers(TEMPLATES()[1])[1]; return textOf(m.document).slice(m.begin, m.end)")
    check(place == member, "the member is shown in its document")
    browser.wait(lambda: browser.run("const r = document.querySelector('.place').getBoundingClientRect();"
                                     "return r.bottom > 0 && r.top < innerHeight"), "the place in sight")
    check("模板" in browser.text("#main"), "the document names its templates")
    go(browser, "template/17")
    check("1,500" in browser.text("#main") and browser.count(".table-box.many") == 1, "what is not listed is counted")
    go(browser, "swap/0")
    sides = browser.run("return ['del', 'ins'].map((tag) => [...new Set([...document.querySelectorAll(`.table-box ${tag}`)]"
                        ".map((n) => n.textContent))])")
    check(sides == [["市"], ["县"]], f"a swap's places: {sides}")
    browser.run("document.querySelectorAll('.table-box a.main-link')[5].click()")
    browser.wait(lambda: browser.run("return location.hash").startswith("#/pair/"), "both sides of a swap")
    check(browser.count(".swaps a") > 3, "the pair names its swaps")
    check("柳浦县夏季" in browser.text(".facts.adapted") and "换词 4 组 22 处" in browser.text(".facts.adapted"),
          f"the pair says what was made from what: {browser.text('.facts.adapted')}")
    go(browser, "adapted")
    check("柳浦县夏季" in browser.text("tbody tr"), f"most names left behind stand first: {browser.text('tbody tr')}")
    browser.run("document.querySelector('tbody a.main-link').click()")
    browser.wait(lambda: browser.count(".facts.adapted") > 0, "the adapted pair, both sides")
    go(browser, "left")
    browser.run("[...document.querySelectorAll('a.main-link')].find((a) => a.innerText === '田野').click()")
    browser.wait(lambda: browser.count(".column mark.left") > 0, "the name left behind")
    marks = browser.run("""return ['left', 'origin'].map((kind) => [...document.querySelectorAll(`.column mark.${kind}`)]
        .filter((m) => m.textContent === '田野').map((m) => { const at = m.getBoundingClientRect();
          const box = m.closest('.column').getBoundingClientRect(); return at.top >= box.top && at.bottom <= box.bottom }))""")
    check(marks == [[True], [True]], f"the name is in sight on both sides: {marks}")
    go(browser, "left")
    browser.type(".search", "无此名称")
    browser.wait(lambda: "没有可列出的内容" in browser.text("tbody"), "the word for an empty table")
    browser.run("tableState('left').query = ''")
    go(browser, "overview")
    check("漏改 6 处" in browser.text(".summary") and "照稿改写 3 对" in browser.text(".summary"), "the overview counts them")
    quiet(browser, "templates, swaps and names")


def tables_export(browser):
    go(browser, "documents")
    browser.run("document.querySelector('.bar .button').click()")
    path = downloaded(browser, "*documents.csv", "the exported table")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    check(len(rows) == 1 + browser.run('return DOCS.length') and len({len(row) for row in rows}) == 1, "the exported table has all rows")
    guarded = browser.run("return csv([['=1+1', '+1', '-5', '@x', '-1.5%']])")
    check(guarded == "\ufeff'=1+1,'+1,-5,'@x,-1.5%\r\n", f"formulas come out as text: {guarded!r}")


def all_views(browser, axe):
    pages = [*VIEWS, "document/1", "cluster/0", "text/0", "pair/0/0", "template/1", "template/17", "swap/0", "swap/8", "document/26/300/900",
             "document/99999", "pair/1/99999", "template/99999", "text/99999", "swap/99999"]
    links = browser.run("return placeLink(LEFT()[3], 3).slice(2)")
    for scheme, width, chosen in (("light", 1360, [*pages, links]), ("light", 400, [*pages, links]),
                                  ("dark", 1360, ["overview", "heat", "passages", "document/1", "template/1", "left", links])):
        browser.prefer(scheme)
        browser.size(width, 900)
        for page in chosen:
            go(browser, page)
            what = f"{page} {scheme} {width}"
            check(len(browser.text("h1") or "") > 0, f"{what}: has a heading")
            over = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            check(over <= 0, f"{what}: is {over} pixels too wide")
            if width == 1360:
                accessible(browser, axe, what)
            quiet(browser, what)
    browser.prefer("light")
    browser.size(1360, 900)


def language(browser):
    go(browser, "overview")
    check("疑似" in browser.text("h1"), "Chinese says 疑似")
    browser.click("#language")
    check("suspected" in browser.text("h1") and browser.run("return document.documentElement.lang") == "en", "English")
    for view in VIEWS[:5]:
        go(browser, view)
        words = browser.run("""return [...document.querySelectorAll('h1, h2, th, .button, nav a, .figure dt, .figure .what')]
            .map((n) => n.innerText).join(' ')""")
        check(not re.search("[\u4e00-\u9fff]", words.replace("“ ” 「 」 『 』", "").replace("中文", "")), f"{view}: all English: {words}")
    browser.click("#language")


def paper(browser, folder):
    """Printed: every page has its number, and the figures, options, hashes, number, and the line to sign are there."""
    data = browser.pdf()
    check(data.startswith(b"%PDF") and len(data) > 20000, "printing gives a PDF")
    check(browser.count("#paper *") == 0, "paper is put away after printing")
    if shutil.which("pdftotext") is None:
        return
    path = folder / "report.pdf"
    path.write_bytes(data)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    number = browser.run("return DATA.number")
    pages = text.count("\f")
    check(re.search(rf"\b1 / {pages}\b", text) and re.search(rf"\b{pages} / {pages}\b", text), "pages are numbered")
    for wanted in (number, "总文字复制比", "审核人（签名）", "--threshold", browser.run("return DOCS[0].hash"), "疑似重合段对照"):
        check(wanted in text, f"the paper says {wanted}")


def hostile_rows(directory):
    """A template, a swap and a name whose every text is hostile."""
    docs = [json.loads(line) for line in (directory / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    a, b = ({"doc": d["doc"], "begin": 0, "end": d["bytes"]} for d in docs)
    findings.put_all(directory, [{
        "template": 0, "unit": "document", "size": 2, "documents": 2, "parts": [{"text": HOSTILE_TEXT}, {"slot": 0},
        {"optional": HOSTILE_TEXT, "count": 1}], "slots": [{"slot": 0, "kind": "other", "fills": [{"text": HOSTILE_TEXT, "count": 2}]}],
        "members": [{**a, "fills": [[0, a["end"]]]}, {**b, "fills": [[0, 3]]}], "kind": "text"}],
        [{"from": HOSTILE_TEXT, "to": HOSTILE_ID, "kind": "other", "directed": True, "pairs": 1, "count": 1, "places": [{"a": a, "b": b}]}],
        [{**a, "text": HOSTILE_TEXT, "kind": "place", "class": "name", "strength": "strong", "source": b, "instead": HOSTILE_TEXT}])


def hostile(browser, folder):
    lines = [{"id": HOSTILE_ID, "title": "\u202e=cmd|' /C calc'!A0", "text": HOSTILE_TEXT},
             {"id": "b", "author": "<b>x</b>", "text": "前言。\n" + HOSTILE_TEXT}]
    source = folder / "hostile.jsonl"
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    gbk = folder / "gbk.txt"
    gbk.write_bytes("会议强调要把安全生产责任落实到每一个班组每一个岗位每一名职工。".encode("gb18030"))
    address = make(folder, "hostile.html", "zh", HOSTILE_ID, "plain", str(source), str(gbk))
    markup = pathlib.Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    check("<img" not in markup, "no markup of a document stands in the file")
    browser.open(address)
    for view in (*VIEWS, "document/0", "document/1", "pair/0/1", "pair/1/2", "cluster/0", "text/0"):
        go(browser, view)
        check(browser.count("img") == 0 and browser.run("return window.stolen === undefined"), f"{view}: nothing executes")
        text = browser.run("return document.body.textContent")
        check("\u202e" not in browser.text("body") and "\u0007" not in browser.text("body"), f"{view}: controls are visible")
        if view.startswith("pair/"):
            check("‹U+202E›evil" in text and "‹U+0007›" in text and "<img" in text, f"{view}: hostile text is shown as text")
        quiet(browser, view)
    shown = browser.run("return PASSAGES.map((p) => [textOf(p.a).slice(p.aBegin, p.aEnd), textOf(p.b).slice(p.bBegin, p.bEnd)])")
    check(all(a and a[-8:] == b[-8:] for a, b in shown), f"offsets are right in every encoding: {shown}")
    browser.pdf()
    check(browser.run("return window.stolen === undefined"), "nothing executes on paper")
    browser.open(found_directory(folder, [source], hostile_rows))
    for view in ("overview", "templates", "template/0", "adapted", "swaps", "swap/0", "left", "document/0", "pair/0/1"):
        go(browser, view)
        check(browser.count("img") == 0 and browser.run("return window.stolen === undefined"), f"found {view}: nothing executes")
        check("\u202e" not in browser.text("body") and "\u0007" not in browser.text("body"), f"found {view}: controls are visible")
        check(view in ("document/0", "adapted") or "<img" in browser.run("return document.body.textContent"), f"found {view}: is shown as text")
        quiet(browser, f"found {view}")
    browser.pdf()
    check(browser.run("return window.stolen === undefined"), "nothing of theirs executes on paper")


def main():
    lint()
    options_are_there()
    with tempfile.TemporaryDirectory(prefix="leitong-page-") as name:
        spans(pathlib.Path(name))
    if not webdriver.available():
        print(f"{passed} passed, {failed} failed; the browser's part is skipped: chromium or chromedriver is missing")
        return failed != 0
    with tempfile.TemporaryDirectory(prefix="leitong-page-") as name, webdriver.Browser() as browser:
        folder = pathlib.Path(name)
        report = make(folder, "report.html", "zh", "-", "plain", "fixtures/speeches")
        anonymous = make(folder, "anonymous.html", "zh", "-", "anonymise", "fixtures/speeches")
        same_from_directory(folder, report)
        axe = axe_source(folder)
        browser.size(1360, 900)
        browser.open(report)
        quiet(browser, "opening")
        see_copies(browser)
        search_sort_jump(browser)
        mark_and_export(browser, anonymous)
        tables_export(browser)
        filtered(browser)
        left_out(browser, folder, report)
        baseline(browser, folder)
        paper(browser, folder)
        browser.open(found_directory(folder, ["fixtures/speeches"], findings.main))
        percents(browser)
        found_views(browser)
        language(browser)
        all_views(browser, axe)
        browser.pdf()
        quiet(browser, "printing templates, swaps and names")
        browser.open(anonymous)
        for view in VIEWS:
            go(browser, view)
            quiet(browser, f"anonymous {view}")
        hostile(browser, folder)
        see_seeds(browser, folder)
    skipped = "" if axe else "; accessibility is not checked: axe-core can't be had"
    print(f"{passed} passed, {failed} failed{skipped}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
