#!/usr/bin/env python3
"""Makes hard cases of text reuse, with the answer, from any folder of texts.

usage: gen_cases.py --from FOLDER --out DIR --seed N [--per-kind N] [--kinds K,K] [--lengths L,L]

Leaves DIR/KIND-LENGTH/ with susp/*.txt, src/*.txt, truth/*.xml (PAN format, offsets in Unicode characters) and pairs (every
suspicious document with every source of its folder). One case a suspicious document, from one source; `inside`: both
places in one document; `reordered`: each block is a case; `negative`: shared formulas only, and no truth. Scan
each folder by itself: the background is used again from folder to folder.

Natural reuse would spoil the exam, so that
  - a passage is refused when one of its 10-grams stands twice in the folder's sources;
  - a background sentence that shares a 7-gram with a source, or with background already used, is dropped;
  - a place is refused when the tokens beside it are those beside the passage in its source: the copy would be longer.
A span of the truth goes from its first letter or digit to its last: what a copy of tokens can be held to.
The same seed and folder give the same bytes.
"""
import argparse
import collections
import pathlib
import random
import re
import sys
from xml.sax.saxutils import quoteattr

sys.dont_write_bytecode = True
from gen_cases_tables import FORMULAS, FURNITURE, LOOKALIKES, NAMES, TRADITIONAL

LENGTHS = (50, 150, 500, 2000)
TOKEN = re.compile(r"[\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
                   r"|[^\W_\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
CLAUSE = re.compile(r"[^，。；！？：、,;!?\n]*[，。；！？：、,;!?\n]+[”’」』）)]*|[^，。；！？：、,;!?\n]+$")
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’」』）)]*|[^。！？；\n]+$")
NUMERAL = re.compile(r"[0-9]+|[一二三四五六七八九十百千]+(?=[年月日届次个项条万亿％%])")
PUNCTUATION = {"，": ",", "。": "．", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "“": "「", "”": "」",
               "、": "，", ",": "，", ".": "。", ";": "；", "(": "（", ")": "）"}


def tokens(text):
    """Letters and words; every number is the same, for a passage that stands there again with other figures is reuse too."""
    return ["0" if t.isdigit() else t for t in TOKEN.findall(text.casefold())]


def grams(sequence, n):
    return [tuple(sequence[i:i + n]) for i in range(len(sequence) - n + 1)]


def is_letter(char):
    return char.isalnum()


def trim(text, begin, end):
    """The span from its first letter or digit to its last."""
    while begin < end and not is_letter(text[begin]):
        begin += 1
    while begin < end and not is_letter(text[end - 1]):
        end -= 1
    return begin, end


# ---- what a copier does: text → [(text, begin, end)] pieces, each with its place in the passage ----

def whole(rng, text, changed):
    return [(changed, 0, len(text))]


def noise(rate):
    def change(rng, text, alphabet):
        out = []
        for char in text:
            if char == "\n" or rng.random() >= rate:
                out.append(char)
                continue
            kind = rng.random()
            if kind < 0.6:
                out.append(rng.choice(alphabet))
            elif kind < 0.8:
                out.append(char + rng.choice(alphabet))
        return whole(rng, text, "".join(out))
    return change


def homophones(rng, text, alphabet):
    def one(char):
        others = LOOKALIKES.get(char)
        return rng.choice(others) if others and rng.random() < 0.5 else char
    return whole(rng, text, "".join(one(c) for c in text))


def split(rng, text, alphabet):
    """Line ends inside the passage: at clauses, and once inside a sentence as page breaks do."""
    clauses = CLAUSE.findall(text)
    out = [c + ("\n\n　　" if rng.random() < 0.3 and not c.endswith("\n") else "") for c in clauses]
    joined = "".join(out).rstrip()
    cut = rng.randrange(len(joined) // 4, max(len(joined) * 3 // 4, len(joined) // 4 + 1))
    return whole(rng, text, joined[:cut] + "\n\n" + joined[cut:])


def merged(rng, text, alphabet):
    return whole(rng, text, re.sub(r"\s*\n\s*", "", text))


def furniture(rng, text, alphabet):
    clauses = CLAUSE.findall(text)
    count = max(1, len(text) // 300)
    places = set(rng.sample(range(1, len(clauses)), min(count, len(clauses) - 1)))
    line = rng.choice(FURNITURE)
    page = rng.randrange(1, 40)
    out = []
    for number, clause in enumerate(clauses):
        if number in places:
            out.append("\n\n" + line.format(page=page, next=page + 1) + "\n\n")
            page += 1
        out.append(clause)
    return whole(rng, text, "".join(out))


def punctuation(rng, text, alphabet):
    def one(char):
        if char not in PUNCTUATION:
            return char
        kind = rng.random()
        return PUNCTUATION[char] if kind < 0.6 else "" if kind < 0.8 else char + " "
    return whole(rng, text, "".join(one(c) for c in text))


def width(rng, text, alphabet):
    """Full width for half width and the other way round; ideographic spaces."""
    def one(char):
        code = ord(char)
        if 0x21 <= code <= 0x7E:
            return chr(code + 0xFEE0)
        if 0xFF01 <= code <= 0xFF5E:
            return chr(code - 0xFEE0)
        return char + "　" if rng.random() < 0.02 and is_letter(char) and not char.isascii() else char
    return whole(rng, text, "".join(one(c) for c in text))


def reordered(rng, text, alphabet):
    """Blocks of ≥ 13 tokens, none followed by the one that followed it; each is a case of its own."""
    blocks = []
    pattern = SENTENCE if len(text) >= 400 else CLAUSE
    at = begin = 0
    for unit in pattern.findall(text):
        at += len(unit)
        if len(tokens(text[begin:at])) >= 13:
            blocks.append((begin, at))
            begin = at
    if begin < len(text) and blocks:
        blocks[-1] = (blocks[-1][0], len(text))
    if len(blocks) < 2:
        return []
    order = list(range(len(blocks)))
    for _ in range(100):
        rng.shuffle(order)
        if all(b != a + 1 for a, b in zip(order, order[1:])):
            return [(text[blocks[i][0]:blocks[i][1]].replace("\n", ""), *blocks[i]) for i in order]
    return [(text[b:e].replace("\n", ""), b, e) for b, e in reversed(blocks)]


def names(rng, text, alphabet):
    """Other names, and numbers of the same form: digits change, 十百千万 stay."""
    def digit(char):
        for digits in ("123456789", "１２３４５６７８９", "一二三四五六七八九"):
            if char in digits:
                return rng.choice(digits)
        return char
    changed = NUMERAL.sub(lambda match: "".join(digit(c) for c in match.group()), text)
    for old, new in NAMES:
        changed = re.sub(f"(?<!发展){old}" if old == "中国" else old, new, changed)
    return whole(rng, text, changed)


def traditional(rng, text, alphabet):
    return whole(rng, text, text.translate(TRADITIONAL))


def inside(rng, text, alphabet):
    """A copy inside its own document, with up to three characters changed."""
    out = list(text)
    for place in rng.sample(range(len(out)), rng.randrange(4)):
        if is_letter(out[place]):
            out[place] = rng.choice(alphabet)
    return whole(rng, text, "".join(out))


def units(text):
    """Sentences, and of a short text clauses, each with the white space behind it."""
    return (SENTENCE if len(text) >= 400 else CLAUSE).findall(text)


def out_of_order(rng, parts):
    """The parts in another order; no line ends, which would be borders."""
    order = parts[:]
    for _ in range(100):
        rng.shuffle(order)
        if order != parts:
            break
    return "".join(part.replace("\n", "") for part in order)


def shuffled(rng, text, alphabet):
    """Sentences in another order: one case."""
    return whole(rng, text, out_of_order(rng, units(text)))


def clauses(rng, text, alphabet):
    """Clauses in another order: one case."""
    return whole(rng, text, out_of_order(rng, CLAUSE.findall(text)))


def foreign(rng, text, alphabet):
    """A sentence of other letters after each sentence but the last: one case."""
    parts = units(text)
    others = ["".join(rng.choice(alphabet) for _ in range(rng.randrange(15, 40))) + "。" for _ in parts[1:]]
    return whole(rng, text, "".join(part + other for part, other in zip(parts, others + [""])))


def dropped(rng, text, alphabet):
    """A fifth of the sentences is left out, but not the first or the last: one case."""
    parts = units(text)
    inner = range(1, len(parts) - 1)
    gone = set(rng.sample(inner, min(len(inner), max(1, len(parts) // 5))))
    return whole(rng, text, "".join(part for number, part in enumerate(parts) if number not in gone))


KINDS = {"verbatim": noise(0.0), "noise00": noise(0.0), "noise05": noise(0.05), "noise10": noise(0.10),
         "noise15": noise(0.15), "noise20": noise(0.20), "homophones": homophones, "split": split, "merged": merged,
         "furniture": furniture, "punctuation": punctuation, "width": width, "reordered": reordered, "names": names,
         "traditional": traditional, "inside": inside, "shuffled": shuffled, "clauses": clauses, "foreign": foreign,
         "dropped": dropped, "negative": None}
MUST_CHANGE = {"homophones", "split", "merged", "punctuation", "names", "traditional", "reordered", "shuffled", "clauses",
               "foreign", "dropped"}


# ---- sources and background ----

class Source:
    """A window of one text, and the passage in it."""

    def __init__(self, text, begin, end):
        self.text, self.begin, self.end = text, begin, end

    def passage(self):
        return self.text[self.begin:self.end]


def window(rng, text, clauses, length, kind):
    """A passage of `length` to twice that at clause borders, and 400 to 900 characters on each side; or None."""
    first = rng.randrange(len(clauses))
    begin = end = clauses[first]
    for place in clauses[first + 1:]:
        end = place
        if end - begin >= length:
            break
    begin, end = trim(text, begin, end)
    if not length <= end - begin < 2 * length or kind == "merged" and "\n" not in text[begin:end]:
        return None
    while end < len(text) and not is_letter(text[end]) and text[end] != "\n":
        end += 1  # its last punctuation is copied too, though the truth ends before it
    low = max(0, begin - rng.randrange(400, 900))
    high = min(len(text), end + rng.randrange(400, 900))
    return low, high, begin, end


def fits(kind, passage):
    """Whether the change of this kind does something to the passage."""
    if kind not in MUST_CHANGE:
        return True
    pieces = KINDS[kind](random.Random(passage), passage, "一")
    return bool(pieces) and pieces[0][0] != passage


def choose_sources(rng, texts, length, kind, count):
    clauses = [[0] + [m.end() for m in CLAUSE.finditer(t)] for t in texts]
    weights = [len(t) for t in texts]
    taken = {}            # text number → windows in use
    seen, passages = set(), set()   # 7-grams of all windows; of their passages
    sources = []
    for _ in range(count * 200):
        if len(sources) == count:
            break
        number = rng.choices(range(len(texts)), weights)[0]
        found = window(rng, texts[number], clauses[number], length, kind)
        if not found or any(found[0] < b and a < found[1] for a, b in taken.get(number, [])):
            continue
        low, high, begin, end = found
        source = Source(texts[number][low:high], begin - low, end - low)
        own = grams(tokens(source.passage()), 10)
        short = grams(tokens(source.passage()), 7)
        if not own or not seen.isdisjoint(short) or not fits(kind, source.passage()):
            continue
        around = collections.Counter(grams(tokens(source.text), 10))
        near = grams(tokens(source.text), 7)
        if any(around[g] > 1 for g in own) or not passages.isdisjoint(near):
            continue
        if kind == "inside" and max(around.values()) > 1:
            continue  # this one is judged against itself
        taken.setdefault(number, []).append((low, high))
        seen.update(near)
        passages.update(short)
        sources.append(source)
    return sources


def background(rng, texts, sources):
    """Sentences, in the order of their texts, that share no 7-gram with a source nor with one before."""
    seen = {g for s in sources for g in grams(tokens(s.text), 7)}
    start = rng.randrange(len(texts))
    for text in texts[start:] + texts[:start]:
        for sentence in SENTENCE.findall(text):
            own = grams(tokens(sentence), 7)
            if not own or seen.intersection(own) or len(set(own)) != len(own):
                continue
            seen.update(own)
            yield sentence.strip() + ("\n\n　　" if rng.random() < 0.25 else "")


def take(sentences, size):
    out = []
    while size > 0:
        sentence = next(sentences, None)
        if sentence is None:
            return None
        out.append(sentence)
        size -= len(sentence)
    return out


# ---- planting ----

def beside(text, begin, end):
    """The tokens before and behind a span."""
    before = tokens(text[max(0, begin - 40):begin])
    behind = tokens(text[end:end + 40])
    return (before[-1] if before else None, behind[0] if behind else None)


def plant(rng, filler, pieces, source):
    """Puts the pieces at one sentence border of the filler. Returns text and spans [(begin, end, source piece)]; or None."""
    for place in rng.sample(range(1, len(filler)), min(40, len(filler) - 1)):
        head, tail = "".join(filler[:place]), "".join(filler[place:])
        if rng.random() < 0.5:
            head, tail = head.rstrip() + "\n\n　　", "\n\n　　" + tail
        text, spans = head, []
        for piece, begin, end in pieces:
            spans.append((len(text), len(text) + len(piece), source.begin + begin, source.begin + end))
            text += piece
        text += tail
        if all(x != y or x is None
               for b, e, sb, se in spans
               for x, y in zip(beside(text, b, e), beside(source.text, sb, se))):
            return text, spans
    return None


def make_case(rng, kind, length, source, sentences, alphabet):
    """Returns (suspicious text, source text or None, spans) or None."""
    filler = take(sentences, max(1500, length))
    if filler is None or len(filler) < 3:
        return None
    for _ in range(20):
        pieces = KINDS[kind](rng, source.passage(), alphabet)
        if not pieces or kind in MUST_CHANGE and "".join(p[0] for p in pieces) == source.passage():
            continue
        planted = plant(rng, filler, pieces, source)
        if planted:
            break
    else:
        return None
    text, spans = planted
    other = source.text
    if kind == "inside":
        shift = len(other) + 2
        text, other = other + "\n\n" + text, None
        spans = [(b + shift, e + shift, sb, se) for b, e, sb, se in spans]
    where = text if other is None else other
    return text, other, [(*trim(text, b, e), *trim(where, sb, se)) for b, e, sb, se in spans]


class Formulas:
    """Deals formulas out so that each stands in ≥ 8 documents, if there are so many, and beside other tokens each time."""

    def __init__(self, rng, length, documents):
        self.count = min(len(FORMULAS), max(1, length // 100))
        size = min(len(FORMULAS), max(self.count, documents * self.count // 8))
        self.deck = rng.sample(FORMULAS, size)
        self.used = dict.fromkeys(self.deck, 0)
        self.beside = set()  # (formula, side, token)

    def put(self, rng, sentences):
        """A text with formulas at sentence borders far from one another; or None."""
        step = len(sentences) // (self.count + 1)
        if step < 2:
            return None
        dealt = sorted(self.deck, key=lambda formula: (self.used[formula], rng.random()))[:self.count]
        for formula in dealt:
            self.used[formula] += 1
        rng.shuffle(dealt)
        for number, formula in reversed(list(enumerate(dealt, 1))):
            for place in rng.sample(range(number * step - step // 3, number * step + step // 3 + 1), step // 3 * 2 + 1):
                before, behind = "".join(sentences[:place]), "".join(sentences[place:])
                a, b = beside(before + formula + behind, len(before), len(before) + len(formula))
                if (formula, 0, a) not in self.beside and (formula, 1, b) not in self.beside:
                    self.beside.update({(formula, 0, a), (formula, 1, b)})
                    break
            else:
                return None
            sentences.insert(place, formula)
        return "".join(sentences)


def make_negative(rng, length, source, sentences, formulas):
    """Both documents hold formulas, each at a border of its own; nothing else is shared."""
    filler = take(sentences, max(1500, length))
    text = formulas.put(rng, filler) if filler else None
    other = formulas.put(rng, SENTENCE.findall(source.text)) if text else None
    return (text, other, []) if other else None


# ---- files ----

def write_truth(path, name, source_name, spans):
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<document reference={quoteattr(name)}>"]
    for begin, end, source_begin, source_end in spans:
        lines.append(f'  <feature name="plagiarism" this_offset="{begin}" this_length="{end - begin}" '
                     f'source_reference={quoteattr(source_name)} source_offset="{source_begin}" '
                     f'source_length="{source_end - source_begin}"/>')
    path.write_text("\n".join([*lines, "</document>", ""]), encoding="utf-8")


def make_folder(texts, out, seed, kind, length, count):
    name = f"{kind}-{length:04d}"
    rng = random.Random(f"{seed}/{name}")
    texts = texts[:]
    rng.shuffle(texts)
    half = (len(texts) + 1) // 2
    sources = choose_sources(rng, texts[:half], length, kind, count)
    sentences = background(rng, texts[half:], sources)
    alphabet = [c for t in texts for c in t[::97] if is_letter(c)]
    folder = out / name
    for part in ("susp", "src", "truth"):
        (folder / part).mkdir(parents=True)
    formulas = Formulas(rng, length, 2 * count)
    made, names_made = 0, []
    for source in sources:
        if kind == "negative":
            case = make_negative(rng, length, source, sentences, formulas)
        else:
            case = make_case(rng, kind, length, source, sentences, alphabet)
        if case is None:
            continue
        text, other, spans = case
        susp, src = f"{name}-{made:04d}.txt", f"{name}-{made:04d}-source.txt"
        (folder / "susp" / susp).write_text(text, encoding="utf-8", newline="")
        if other is not None:
            (folder / "src" / src).write_text(other, encoding="utf-8", newline="")
        write_truth(folder / "truth" / f"{name}-{made:04d}.xml", susp, susp if other is None else src, spans)
        names_made.append((susp, susp if other is None else src))
        made += 1
    if kind == "inside":
        lines = [f"{a} {b}" for a, b in names_made]
    else:
        lines = [f"{a} {b}" for a, _ in names_made for _, b in names_made]
    (folder / "pairs").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    if made < count:
        print(f"{name}: {made} of {count} cases; the folder holds too little text of its own for more", file=sys.stderr)


def read_texts(folder):
    texts = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix not in (".txt", ".md") or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            print(f"{path}: not UTF-8, left out", file=sys.stderr)
            continue
        text = re.sub(r"[\u0000-\u0008\u000b-\u001f\u007f]", "", text).strip()
        if len(text) > 500:
            texts.append(text)
    return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", required=True, help="folder of UTF-8 .txt and .md files")
    parser.add_argument("--out", required=True, help="folder to make; must not exist")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--per-kind", type=int, default=20, help="cases of each kind and length (20)")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"of {','.join(KINDS)}")
    parser.add_argument("--lengths", default=",".join(map(str, LENGTHS)), help="characters of a passage, to twice that")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if not set(kinds) <= set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(set(kinds) - set(KINDS)))}")
    texts = read_texts(options.folder)
    if len(texts) < 2:
        parser.error(f"{options.folder}: two texts of more than 500 characters are needed")
    out = pathlib.Path(options.out)
    out.mkdir(parents=True)
    for kind in kinds:
        for length in map(int, options.lengths.split(",")):
            make_folder(texts, out, options.seed, kind, length, options.per_kind)


if __name__ == "__main__":
    main()
