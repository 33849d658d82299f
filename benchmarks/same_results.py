"""Do two builds make the same bytes? For each corpus: the result directory, every report, an index, a gate's verdict, a comparison.

    same_results.py BEFORE AFTER CORPUS…

For moves and renames, which may change nothing. BEFORE and AFTER are two `leitong` commands; a CORPUS is a file or a folder.
Prints the outputs that differ; exit code 1 if there are any.
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

FORMATS = "html json csv sarif junit text drop passim".split()


def run(command, arguments, folder, output):
    """What one command prints, and its exit code, as a file of the folder."""
    with open(folder / output, "wb") as file:
        done = subprocess.run([command, *arguments], cwd=folder, stdout=file, stderr=subprocess.STDOUT)
        file.write(f"\nexit {done.returncode}\n".encode())


def documents(corpus):
    """Two documents for gate and compare: the largest of the corpus."""
    files = [corpus] if corpus.is_file() else [path for path in corpus.rglob("*") if path.is_file()]
    files = sorted(files, key=lambda path: (-path.stat().st_size, path))[:2]
    return [str(path) for path in files] * (1 if len(files) == 2 else 2)


def outputs(command, corpus, folder):
    """{name: SHA-256} of all that a command makes of a corpus."""
    run(command, ["scan", "-q", str(corpus), "-o", "result"], folder, "scan.out")
    for form in FORMATS:
        run(command, ["report", "-q", "-f", form, "result", "-o", f"report.{form}"], folder, f"report.{form}.out")
    run(command, ["scan", "-q", str(corpus)], folder, "terminal.out")
    run(command, ["index", "create", "index"], folder, "create.out")
    run(command, ["index", "add", "-q", "index", str(corpus)], folder, "add.out")
    run(command, ["index", "list", "index"], folder, "list.out")
    one, other = documents(corpus)
    run(command, ["gate", "-q", "--index", "index", "-f", "json", one], folder, "gate.out")
    run(command, ["compare", "-q", one, other], folder, "compare.out")
    shutil.rmtree(folder / "index", ignore_errors=True)  # its pages hold the time at which they were written
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def main():
    before, after = (str(pathlib.Path(command).resolve()) for command in sys.argv[1:3])
    different = 0
    for corpus in map(lambda name: pathlib.Path(name).resolve(), sys.argv[3:]):
        found = []
        for command in (before, after):
            with tempfile.TemporaryDirectory() as path:
                found.append(outputs(command, corpus, pathlib.Path(path)))
        names = [name for name in sorted(set(found[0]) | set(found[1])) if found[0].get(name) != found[1].get(name)]
        print(f"{corpus.name}: {len(found[0])} outputs, {len(names)} differ {' '.join(names[:9])}", flush=True)
        different += len(names)
    return different != 0 or len(sys.argv) < 4


if __name__ == "__main__":
    sys.exit(main())
