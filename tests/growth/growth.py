"""Growth: no input makes scan, report, index, gate or compare grow faster than n^1.2.

Each generator's text is made at n, 2n and 4n and goes through every command. What the counting command (count.c) did, less
what it does for a text of one line, and the bytes that it wrote may grow by 2.3 where the text doubles, or where contract 1 demands
rows in that ratio more (oracle.py), and memory with them; the table shows ratios less what it demands. Nothing is timed.

    growth.py [-v] [--scale S] [--jobs N] [--share I/N] [--only COMMANDS] [--instructions LEITONG] [--places] COUNTING [GENERATOR…]

--scale       larger or smaller texts, for looking closer
--share       every N-th generator, from the I-th on (0 is the first): ctest runs the shares side by side
--only        some commands, e.g. scan,report
--instructions  counts the instructions of LEITONG, an ordinary build, by callgrind beside the counters
--places      which functions do most, and how they grow (nm, addr2line)
"""
import argparse
import json
import math
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile

import generators
import oracle

FACTORS = (1, 2, 4)
MOST = 2.3  # at a doubling: 2^1.2
NEAR = 2.15  # from here on it is looked at what contract 1 demands: a text that stands below the limit by that alone is not near it
PEAK = 3.0  # of memory, where a table that is full grows by half …
SMALL = 64e6  # … and what all commands may take
LEAST = 10  # times an empty run, for the largest text
SECONDS = 300  # of CPU: what takes longer hangs
MEMORY = 6 << 30
FORMATS = ("text", "json", "csv", "sarif", "junit", "drop", "passim")  # beside html; each generator takes one in turn
FILES = 40  # more texts are records, and one submission
COMMANDS = ("scan", "report", "index", "gate", "compare")


class Failed(Exception):
    pass


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def sides(texts):
    half = max(1, len(texts) // 2)
    return texts[:half], texts[half:]


def joined(texts):
    return "\n\n".join(texts)


def asked(command, texts):
    """The documents that a command sees, and the number of the first one that it is asked about."""
    a, b = sides(texts)
    if command == "compare":
        return [joined(a), joined(b)], 0
    if command == "gate":
        return a + (b if len(texts) <= FILES else [joined(b)]), len(a)
    return texts, 0


class Folder:
    """The texts of one run, as files and as one side after the other; and what the command makes of them."""

    def __init__(self, path, texts):
        self.path = path
        os.makedirs(path)
        for side, mine in zip("ab", sides(texts)):
            self.write(f"{side}.txt", joined(mine))
            if len(texts) <= FILES:
                for i, text in enumerate(mine):
                    self.write(f"{side}/{i:03}.txt", text)
            else:
                rows = (json.dumps({"id": f"{side}{i}", "text": t}, ensure_ascii=False) for i, t in enumerate(mine))
                self.write(f"{side}/all.jsonl", "\n".join(rows) + "\n")
        self.submission = "b" if len(texts) <= FILES else "b.txt"
        self.input = sum(len(text.encode()) for text in texts)

    def at(self, name):
        return os.path.join(self.path, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.at(name)), exist_ok=True)
        with open(self.at(name), "w", encoding="utf-8") as file:
            file.write(text)

    def written(self, name):
        """Bytes of a file, or of all files of a folder."""
        if os.path.isfile(self.at(name)):
            return os.path.getsize(self.at(name))
        return sum(os.path.getsize(os.path.join(folder, file))
                   for folder, _, files in os.walk(self.at(name)) for file in files)


def turn(name):
    return FORMATS[list(generators.GENERATORS).index(name) % len(FORMATS)]


def steps(form, only, submission, templates):
    """(command, arguments, what it writes, exit codes) in the order in which they can be run."""
    scan = ["scan", "-q", "-j", "1", *([] if templates else ["--no-templates"]), "--no-names", "a", "b", "-o", "r"]
    yield "scan", scan, "r", (0,)
    for f in ("html", form) if "report" in only else ():
        yield "report", ["report", "-q", "-f", f, "r", "-o", f"report.{f}"], f"report.{f}", (0, 1)
    if "index" in only or "gate" in only:
        yield None, ["index", "create", "x"], "x", (0,)
        yield "index", ["index", "add", "-q", "-j", "1", "x", "a"], "x", (0,)
    if "gate" in only:
        yield "gate", ["gate", "-q", "--index", "x", "-f", "json", "-o", "gate.json", submission], "gate.json", (0, 1)
    if "compare" in only:
        yield "compare", ["compare", "-q", "a.txt", "b.txt"], "stdout", (0,)


def run_one(command, arguments, folder, codes, places):
    """The counters of one run."""
    environment = dict(os.environ, LEITONG_COUNTS="counts", LC_ALL="C.UTF-8")
    if places:
        environment["LEITONG_COUNTS_PLACES"] = "places"
    with open(folder.at("stdout"), "wb") as output:
        done = subprocess.run([*command, *arguments], cwd=folder.path, env=environment, preexec_fn=limit, stdout=output,
                              stderr=subprocess.PIPE)
    if done.returncode not in codes:
        raise Failed(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
    with open(folder.at("counts"), encoding="ascii") as file:
        counts = dict((name, int(number)) for name, number in (line.split() for line in file))
    if places:
        with open(folder.at("places"), encoding="ascii") as file:
            counts["places"] = dict((place, int(number)) for place, number in (line.split() for line in file))
    return counts


def add_places(sum_of, places):
    for place, number in places.items():
        sum_of[place] = sum_of.get(place, 0) + number


def measure(options, form, texts, folder_path, templates):
    """{command: {"done", "written", "peak", "places"}}; a command that fails says why instead. `texts` are removed again."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    folder = Folder(folder_path, texts)
    found = {"input": folder.input}
    for command, arguments, output, codes in steps(form, options.only, folder.submission, templates):
        if command is not None and "failed" in found.get(command, {}):
            continue
        try:
            counts = run_one([options.counting], arguments, folder, codes, options.places)
        except Failed as failure:
            found[command] = {"failed": str(failure)}
            continue
        if command is None:
            continue
        mine = found.setdefault(command, {"done": 0, "written": 0, "peak": 0, "places": {}})
        mine["done"] += counts["blocks"] + counts["moved"] // 8
        mine["written"] += folder.written(output)
        mine["peak"] = max(mine["peak"], counts["peak"])
        if options.places:
            add_places(mine["places"], counts["places"])
        if options.instructions:
            mine["instructions"] = mine.get("instructions", 0) + instructions(options, arguments, folder)
    shutil.rmtree(folder.path)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found["seconds"] = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return found


def instructions(options, arguments, folder):
    """Of the ordinary build, on the same input: outputs are written anew, an index is filled again."""
    if arguments[0] == "index":
        shutil.rmtree(folder.at("x2"), ignore_errors=True)
        subprocess.run([options.instructions, "index", "create", "x2"], cwd=folder.path, check=True)
        arguments = ["x2" if argument == "x" else argument for argument in arguments]
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=callgrind", options.instructions, *arguments]
    subprocess.run(command, cwd=folder.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(folder.at("callgrind"), encoding="utf-8", errors="replace") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(("summary:", "totals:")))


def task(argument):
    options, name, factor = argument
    empty = name in FORMATS
    texts = ["one line"] * 2 if empty else generators.make(name, factor * options.scale)
    with tempfile.TemporaryDirectory(prefix="leitong-growth-") as path:
        form = name if empty else turn(name)
        return name, factor, measure(options, form, texts, os.path.join(path, "run"), name in generators.TEMPLATES)


class Judge:
    """Ratios of three sizes, per doubling of the text."""

    def __init__(self, options, empty):
        self.options = options
        self.empty = empty  # of each format
        self.faults = []
        self.demands = {}

    def ratio(self, small, large, base, doublings):
        """How much what comes on top of an empty run grows at a doubling."""
        below = max(small - base, base, 1)  # less than an empty run is no measure
        return max(1.0, (large - base) / below) ** (1 / doublings)

    def demand(self, name, command, i, doublings):
        """How much more than twice what contract 1 demands of a command grows at doubling i."""
        found = []
        for factor in FACTORS[i - 1:i + 1]:
            documents, first = asked(command, generators.make(name, factor * self.options.scale))
            key = (name, factor, len(documents), first)
            if key not in self.demands:
                self.demands[key] = oracle.demanded(documents, first)
            found.append(self.demands[key])
        return max(1.0, (found[1] / found[0]) ** (1 / doublings) / 2)

    def command(self, name, command, sizes):
        """The largest ratio of a generator's command, or None where it could not be run."""
        failed = [size[command]["failed"] for size in sizes if "failed" in size[command]]
        if failed:
            self.faults.append(f"{name}: {failed[0]}")
            return None
        worst = 0.0
        base = self.empty[turn(name)][command]
        for i in (1, 2):
            doublings = math.log2(sizes[i]["input"] / sizes[i - 1]["input"])
            for what in ("done", "written"):
                ratio = self.ratio(sizes[i - 1][command][what], sizes[i][command][what], base[what], doublings)
                most = MOST
                if ratio > NEAR:
                    most *= self.demand(name, command, i, doublings)
                if ratio > most:
                    self.faults.append(f"{name}: {command}: {what} grows by {ratio:.2f} at doubling {i} (allowed {most:.2f})")
                worst = max(worst, ratio * MOST / most)
            peak = PEAK * sizes[i - 1][command]["peak"]
            if sizes[i][command]["peak"] > max(SMALL, peak):
                peak *= self.demand(name, command, i, doublings)
            if sizes[i][command]["peak"] > max(SMALL, peak):
                self.faults.append(f"{name}: {command}: {sizes[i - 1][command]['peak'] / 1e6:.1f} MB of memory become "
                                   f"{sizes[i][command]['peak'] / 1e6:.1f} at doubling {i}")
        if command not in ("report", "index") and sizes[2][command]["done"] < LEAST * base["done"]:
            self.faults.append(f"{name}: {command}: the largest text costs {sizes[2][command]['done'] / base['done']:.1f} times "
                               f"an empty run, too little to tell growth; enlarge the generator")
        return worst


def functions(counting, places):
    """{function: blocks} of {address: blocks}."""
    start = next(line.split()[0] for line in subprocess.run(["nm", counting], capture_output=True, text=True, check=True)
                 .stdout.splitlines() if line.endswith(" __executable_start"))
    addresses = [f"{int(start, 16) + int(place, 16):x}" for place in places]
    said = subprocess.run(["addr2line", "-f", "-e", counting], input="\n".join(addresses), capture_output=True, text=True,
                          check=True).stdout.splitlines()
    found = {}
    for function, number in zip(said[::2], places.values()):
        found[function] = found.get(function, 0) + number
    return found


def print_places(options, name, command, sizes):
    mine = [functions(options.counting, size[command]["places"]) for size in sizes]
    rows = sorted(mine[2].items(), key=lambda row: -row[1])[:12]
    for function, number in rows:
        before = [m.get(function, 0) for m in mine]
        print(f"    {command:8} {function:32} {number:14,}  ×{before[1] / max(1, before[0]):.2f} "
              f"×{before[2] / max(1, before[1]):.2f}")


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--share", default="0/1")
    parser.add_argument("--only", default=",".join(COMMANDS))
    parser.add_argument("--instructions", metavar="LEITONG")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("counting")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.counting = os.path.abspath(options.counting)
    options.instructions = os.path.abspath(options.instructions) if options.instructions else None
    options.only = options.only.split(",")
    first, shares = map(int, options.share.split("/"))
    options.names = (options.names or list(generators.GENERATORS))[first::shares]
    return options


def main():
    options = parse()
    names = options.names or list(generators.GENERATORS)
    tasks = [(options, form, 1) for form in FORMATS] + [(options, name, factor) for factor in FACTORS[::-1] for name in names]
    found = {}
    with multiprocessing.Pool(options.jobs) as pool:
        for name, factor, counts in pool.imap_unordered(task, tasks):
            found[name, factor] = counts
    judge = Judge(options, {form: found[form, 1] for form in FORMATS})
    worst = (0.0, "", "")
    print(f"{'largest ratio at a doubling':40}" + "".join(f"{command:>9}" for command in options.only) + "   peak MB of a scan, seconds of CPU")
    for name in names:
        sizes = [found[name, factor] for factor in FACTORS]
        row = [judge.command(name, command, sizes) for command in options.only]
        peaks = [size["scan"].get("peak", 0) / 1e6 for size in sizes]
        print(f"{name:40}" + "".join(f"{ratio:9.2f}" if ratio is not None else "   failed" for ratio in row)
              + "  " + "".join(f"{peak:7.1f}" for peak in peaks) + f"{sum(size['seconds'] for size in sizes):7.1f}")
        worst = max([worst] + [(ratio, name, command) for ratio, command in zip(row, options.only) if ratio is not None])
        for command in options.only if options.verbose else ():
            print(f"    {command:8}", *(f"{size[command].get('done', 0):,} done {size[command].get('written', 0):,} bytes "
                                         f"{size[command].get('instructions', 0):,} instructions;" for size in sizes))
        for command in options.only if options.places else ():
            if all("failed" not in size[command] for size in sizes):
                print_places(options, name, command, sizes)
    print(f"largest of all: {worst[0]:.2f} ({worst[1]}, {worst[2]}); {len(names)} generators, "
          f"{sum(counts['seconds'] for counts in found.values()):.0f} seconds of CPU")
    for fault in judge.faults:
        print(f"FAILED {fault}")
    return 1 if judge.faults else 0


if __name__ == "__main__":
    sys.exit(main())
