"""Seeded inputs of size n for growth.py, hostile and ordinary ones.

A generator is a function (random, n) → list of texts. `n` doubles the text. The list of texts is the input of a scan; the
first half of it is an index's, the second half is submitted to the gate (as one submission, where it is many texts); `compare` gets
either half as one file.
LETTERS are Han: each is a token. What a generator is called says what is hostile about it.
"""
import random

GENERATORS = {}
TEMPLATES = set()  # generators whose templates are looked for
LETTERS = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]
SYLLABLES = ["ba", "ko", "mi", "re", "tu", "san", "pel", "dor", "vin", "gas", "lum", "het", "fra", "qui", "jo", "wex"]


def generator(base, templates=False):
    """Registers a function under its name; `base` is the n from which growth.py doubles."""

    def register(make):
        GENERATORS[make.__name__] = (base, make)
        if templates:
            TEMPLATES.add(make.__name__)
        return make

    return register


def make(name, factor):
    """The texts of generator `name` at `factor` times its smallest size."""
    base, function = GENERATORS[name]
    return function(random.Random(name), int(base * factor))


def han(r, count):
    return "".join(r.choice(LETTERS) for _ in range(count))


def word(r):
    return "".join(r.choice(SYLLABLES) for _ in range(r.randint(1, 4)))


def words(r, count):
    return " ".join(word(r) for _ in range(count))


def sentences(r, count, least=14, most=30):
    return [han(r, r.randint(least, most)) + "。" for _ in range(count)]


def paragraphs(texts, size):
    """Every `size` texts are a paragraph."""
    return "\n".join("".join(texts[i:i + size]) for i in range(0, len(texts), size))


def both(text):
    return [text, text]


# Ordinary text.


@generator(10000)
def new_text(r, n):
    """No wording twice."""
    return [paragraphs(sentences(r, n // 40), 5) for _ in range(2)]


@generator(5000)
def new_words(r, n):
    return ["\n".join(words(r, 60) + "." for _ in range(n // 120)) for _ in range(2)]


@generator(6400)
def copied_passages(r, n):
    """Documents of 60 sentences, a third of them copied from earlier ones, with edits."""
    texts, seen = [], sentences(r, 40)
    for _ in range(n // 40):
        mine = []
        while len(mine) < 60:
            if r.random() < 0.1:
                at = r.randrange(max(0, len(seen) - 400), len(seen) - 5)
                mine += [s.replace(s[r.randrange(len(s))], r.choice(LETTERS)) for s in seen[at:at + 5]]
            else:
                mine += sentences(r, 1)
        seen += mine
        texts.append(paragraphs(mine, 4))
    return texts


@generator(600)
def chained_documents(r, n):
    """Half of each document is the second half of the one before."""
    halves = [paragraphs(sentences(r, 10), 2) for _ in range(n // 30 + 1)]
    return [halves[i] + "\n" + halves[i + 1] for i in range(n // 30)]


@generator(120)
def equal_documents(r, n):
    text = paragraphs(sentences(r, 12), 3)
    return [text] * n


@generator(200)
def versions(r, n):
    """Documents of eight sentences, each the one before with two letters changed: the first of them have fewer before them."""
    text = list(paragraphs(sentences(r, 8), 2))
    texts = []
    for _ in range(n):
        for _ in range(2):
            text[r.randrange(len(text))] = r.choice(LETTERS)
        texts.append("".join(text))
    return texts


@generator(10)
def twenty_versions(r, n):
    """Twenty documents that grow, with different edits in each."""
    text = paragraphs(sentences(r, n * 5), 5)
    return ["".join(r.choice(LETTERS) if r.random() < 0.01 else c for c in text) for _ in range(20)]


@generator(100)
def page_furniture(r, n):
    head, foot = han(r, 30) + "\n" + han(r, 8), han(r, 40)
    return [head + "\n" + paragraphs(sentences(r, 6), 2) + "\n" + foot for _ in range(n)]


@generator(200)
def equal_titles(r, n):
    title = han(r, 20)
    return [title + "\n" + paragraphs(sentences(r, 4), 2) for _ in range(n)]


@generator(2500)
def records_with_one_sentence(r, n):
    """Each of fifty letters stands before the sentence in more than 16 records: as many rows as records, however many."""
    shared = han(r, 18)
    return ["".join(r.choice(LETTERS[:50]) for _ in range(4)) + f"，{shared}" for _ in range(n)]


@generator(150)
def subsets_of_sentences(r, n):
    """Each document holds 12 of the same 60 sentences, in any order."""
    pool = sentences(r, 60)
    return ["".join(r.sample(pool, 12)) for _ in range(n)]


@generator(200)
def log_lines(r, n):
    return ["\n".join(f"2024-05-{r.randint(1, 28):02} 10:{r.randint(0, 59):02} {r.choice('IWE')} daemon[{r.randint(1, 9999)}]: "
                      f"connection from 10.0.{r.randint(0, 255)}.{r.randint(0, 255)} port {r.randint(1024, 65535)} closed after "
                      f"{r.randint(1, 999)} ms by the peer" for _ in range(n)) for _ in range(2)]


@generator(800)
def letters_from_one_form(r, n):
    """What stands in a blank stands there in three letters, however many there are."""
    def fill():
        return str(r.randrange(n // 3))

    return [f"{han(r, 3)}同志：您于{fill()}年{r.randint(1, 12)}月提交的关于{han(r, 2)}{fill()}的申请已经收到，经研究决定予以"
            f"{fill()}{han(r, 1)}，请于{r.randint(1, 28)}日以前到{han(r, 3)}办理有关手续。" for _ in range(n)]


@generator(100)
def forms_of_forty_lines(r, n):
    labels = [han(r, 4) for _ in range(40)]
    return ["\n".join(f"{label}：{han(r, r.randint(2, 5))}" for label in labels) for _ in range(n)]


@generator(600)
def forms_filled_alike(r, n):
    """Any three lines in a row, of two that may stand there each, stand in more than 16 forms."""
    lines = [[f"{label}：{han(r, 3)}" for _ in range(2)] for label in [han(r, 4) for _ in range(10)]]
    return ["\n".join(r.choice(line) for line in lines) for _ in range(n)]


@generator(1600)
def table_rows(r, n):
    """A table twice as long names twice as many things, so that as many rows of a hundred are alike."""
    things = sorted({word(r) for _ in range(n // 8)})
    return ["\n".join(f"| {r.choice(things)} | {r.randint(0, 9)} | {r.choice(['yes', 'no'])} | - | - | - |" for _ in range(n))
            for _ in range(2)]


# Repetition.


@generator(1000)
def repeated_line(r, n):
    line = han(r, 25)
    return both((line + "\n") * n)


@generator(2500)
def repeated_short_line(r, n):
    """Shorter than a run."""
    line = han(r, 8)
    return both((line + "\n") * n)


@generator(800)
def repeated_line_against_one(r, n):
    line = han(r, 25)
    return [(line + "\n") * n, line]


@generator(800)
def one_against_repeated_line(r, n):
    line = han(r, 25)
    return [line, (line + "\n") * n]


@generator(1000)
def repeated_line_against_half(r, n):
    line = han(r, 25)
    return [(line + "\n") * n, (line + "\n") * (n // 2)]


@generator(400)
def ten_repeated_lines(r, n):
    lines = [han(r, 25) for _ in range(10)]
    return ["\n".join(r.choice(lines) for _ in range(n)) for _ in range(2)]


@generator(1000)
def repeated_line_with_one_letter_changed(r, n):
    line = han(r, 25)
    return ["\n".join(line[:i % 25] + r.choice(LETTERS) + line[i % 25 + 1:] for i in range(n)) for _ in range(2)]


@generator(40)
def repeated_paragraph(r, n):
    text = paragraphs(sentences(r, 20), 20)
    return both((text + "\n\n") * n)


@generator(1500)
def numbered_list(r, n):
    return ["\n".join(f"{i}. 认真落实{han(r, 3)}工作责任制" for i in range(n)) for _ in range(2)]


@generator(1500)
def list_of_words(r, n):
    return ["\n".join(f"{i}. please answer the question of {word(r)} before the end of the next meeting" for i in range(n // 2))
            for _ in range(2)]


@generator(1000)
def numbered_equal_lines(r, n):
    line = han(r, 20)
    return both("\n".join(f"{i} {line}" for i in range(n)))


@generator(16000)
def one_letter(r, n):
    return ["的" * n, "的" * n]


@generator(16000)
def one_letter_against_half(r, n):
    return ["的" * n, "的" * (n // 2)]


@generator(12000)
def period_of_seven(r, n):
    return both(han(r, 7) * (n // 7))


@generator(12000)
def period_of_thirteen(r, n):
    return both(han(r, 13) * (n // 13))


@generator(12000)
def period_of_hundred(r, n):
    return both(han(r, 100) * (n // 100))


@generator(6000)
def period_of_words(r, n):
    return both((words(r, 9) + " ") * (n // 9))


@generator(4000)
def two_letters_at_random(r, n):
    return ["".join(r.choice("的了") for _ in range(n)) for _ in range(2)]


@generator(32000)
def four_letters_at_random(r, n):
    return ["".join(r.choice("的了是在") for _ in range(n)) for _ in range(2)]


@generator(8000)
def fibonacci_word(r, n):
    """Full of repetitions, and without a period."""
    a, b = "了", "的"
    while len(a) < n:
        a, b = a + b, a
    return both(a[:n])


@generator(8000)
def thue_morse_word(r, n):
    """No stretch three times in a row."""
    return both("".join("的了"[bin(i).count("1") & 1] for i in range(n)))


@generator(600)
def shifted_numbers(r, n):
    return [" ".join(str(i) for i in range(n * 3)), " ".join(str(i) for i in range(n, n * 4))]


# Copies with differences.


@generator(400)
def shuffled_sentences(r, n):
    mine = sentences(r, n)
    other = list(mine)
    r.shuffle(other)
    return [paragraphs(mine, 5), paragraphs(other, 5)]


@generator(400)
def reversed_sentences(r, n):
    mine = sentences(r, n)
    return [paragraphs(mine, 5), paragraphs(mine[::-1], 5)]


@generator(2000)
def interleaved_sources(r, n):
    a, b = sentences(r, n // 2), sentences(r, n // 2)
    return [paragraphs(a, 5) + "\n" + paragraphs(b, 5), paragraphs([s for pair in zip(a, b) for s in pair], 5)]


@generator(600)
def sliding_differences(r, n):
    """Copies of one line of 80 letters, the i-th with a window of three letters changed at place i."""
    line = han(r, 80)
    lines = [line[:i % 77] + han(r, 3) + line[i % 77 + 3:] for i in range(n)]
    return ["\n".join(lines[::2]), "\n".join(lines[1::2])]


@generator(400)
def many_short_passages(r, n):
    """Every second sentence is copied, the others are new."""
    mine = sentences(r, n, 14, 18)
    return [paragraphs(mine, 5), paragraphs([s for copy in mine for s in [copy] + sentences(r, 1)], 6)]


@generator(300)
def short_passages_far_apart(r, n):
    mine = sentences(r, n, 14, 18)
    return [paragraphs([s for copy in mine for s in [copy] + sentences(r, 3, 40, 60)], 4),
            paragraphs([s for copy in mine for s in [copy] + sentences(r, 3, 40, 60)], 4)]


@generator(300)
def short_passages_far_apart_in_any_order(r, n):
    """Many passages of one pair, of which no two are one case."""
    copied = sentences(r, n)
    text = "\n".join(sentence + han(r, 210) for sentence in copied)
    r.shuffle(copied)
    return [text, "\n".join(sentence + han(r, 210) for sentence in copied)]


@generator(100)
def windows_of_one_text(r, n):
    """Each document holds 120 letters of one text, from every 20th on: places that overlap half, and half of that, and so on."""
    text = han(r, 20 * n + 120)
    return [han(r, 60) + text[20 * i:20 * i + 120] + han(r, 60) for i in range(n)]


@generator(100)
def formulas_in_longer_and_longer_copies(r, n):
    """Three documents hold each text of 200 letters whole; all hold a formula of it, with another neighbour each time."""
    formula = han(r, 30)
    wholes = [han(r, 90) + formula + han(r, 80) for _ in range((n + 2) // 3)]
    return [wholes[i // 3] + han(r, 50) + formula + han(r, 50) for i in range(n)]


@generator(10000)
def every_fifth_letter_inserted(r, n):
    text = han(r, n)
    return [text, "".join(text[i:i + 5] + r.choice(LETTERS) for i in range(0, n, 5))]


@generator(12000)
def every_fifteenth_letter_changed(r, n):
    text = han(r, n)
    return [text, "".join(text[i:i + 14] + r.choice(LETTERS) for i in range(0, n, 15))]


@generator(6000)
def one_long_paragraph_copied(r, n):
    return both(han(r, n))


@generator(6000)
def names_exchanged(r, n):
    """A copy with one of four names in place of another every twelve letters."""
    pieces = [han(r, 10) for _ in range(n // 12)]
    places = ["桃江", "灵川", "龙泉", "潜江"]
    return ["\n".join("".join(p + r.choice(places) for p in pieces[i:i + 8]) for i in range(0, len(pieces), 8))
            for _ in range(2)]


# Characters.


@generator(30000)
def one_long_word(r, n):
    return both("".join(r.choice("abcdefghij") for _ in range(n)))


@generator(60000)
def one_long_word_of_one_letter(r, n):
    return both("a" * n)


@generator(20000)
def marks_on_one_letter(r, n):
    return both("a" + "\u0301" * n + " b")


@generator(10000)
def letters_with_marks(r, n):
    return both("".join(r.choice("aeiou") + r.choice("\u0301\u0323\u0308") for _ in range(n)))


@generator(15000)
def letters_and_dashes(r, n):
    return both("a-" * n)


@generator(15000)
def letters_and_dots(r, n):
    return both("a." * n)


@generator(60000)
def dashes(r, n):
    return both("a " + "-" * n)


@generator(60000)
def slashes(r, n):
    return both("a " + "/" * n)


@generator(15000)
def letters_and_slashes(r, n):
    return both("a/b" * n)


@generator(6000)
def percent_escapes(r, n):
    return both("".join(f"%{r.randrange(0xA0, 0xFF):02X}" for _ in range(n)))


@generator(6000)
def addresses_without_end(r, n):
    return both("a@b.c:" * n)


@generator(15000)
def digits_and_commas(r, n):
    return both("1," * n)


@generator(15000)
def digits_and_dots(r, n):
    return both("1." * n)


@generator(20000)
def zero_width_spaces(r, n):
    return both("a\u200b" * n)


@generator(20000)
def joiners(r, n):
    return both("a" + "\u200d\u00ad" * n)


@generator(20000)
def ligatures(r, n):
    """One character, several letters: ﷺ is eighteen."""
    return both("\ufdfa" * (n // 8))


@generator(20000)
def decomposed_hangul(r, n):
    return both("".join(r.choice("\u1100\u1161\u11a8") for _ in range(n)))


@generator(15000)
def nested_quotes(r, n):
    text = han(r, n)
    return both("“" * n + text + "”" * n)


@generator(6000)
def quotes_without_end(r, n):
    return both("".join(f"“{han(r, 2)}「" for _ in range(n)))


@generator(8000)
def quotation_marks_everywhere(r, n):
    return both("".join(f'"{c}" ' for c in han(r, n)))


@generator(4000)
def blank_lines(r, n):
    return both((han(r, 1) + "\n" * 5) * n)


@generator(4000)
def markdown_quotes(r, n):
    return both("\n".join("> " * (i % 50 + 1) + han(r, 4) for i in range(n // 4)))


@generator(3000)
def deep_indentation(r, n):
    return both("\n".join(" " * (i % 200) + han(r, 5) for i in range(n // 2)))


@generator(5000)
def hyphens_at_line_ends(r, n):
    return both("\n".join(f"{word(r)} {word(r)}-" for _ in range(n)))


@generator(3000)
def numbered_lines(r, n):
    return both("\n".join(f"{i + 1:5} {words(r, 6)}" for i in range(n)))


@generator(5000)
def html_entities(r, n):
    return both("&#x4e00;&amp;&nbsp;" * n)


@generator(5000)
def escapes_of_json(r, n):
    return both("\\u4e00\\n\\\"" * n)


# Forms in which chance fills blanks alike: beside twelve letters of wording that makes a run, with the square of the lines.


def filled_forms(r, n, line):
    return ["\n".join(line(i) for i in range(n)) for _ in range(2)]


@generator(600)
def blanks_between_twelve_letters(r, n):
    return filled_forms(r, n, lambda i: f"本项目经费由县财政承担共{han(r, 2)}以及市级单位负责下达资金{han(r, 2)}")


@generator(600)
def blanks_behind_one_head(r, n):
    """Every eighth line has a head in more than sixteen places: they are linked to the first one, which the first text has."""
    head = "本项目经费由县财政局承担共计"
    return filled_forms(r, n, lambda i: head[0 if i % 8 == 0 else 2:] + han(r, 2))


@generator(1200)
def blanks_between_few_letters(r, n):
    """Wording shorter than a run."""
    return filled_forms(r, n, lambda i: f"出席会议的有：{han(r, 2)}，参加人员共三十{han(r, 1)}名，缺席")


@generator(600, templates=True)
def slots_of_one_line(r, n):
    """Twelve copies of a form of one line, whose blanks are as many as the text is long."""
    frame = [han(r, 6) for _ in range(n)]
    return ["".join(f + han(r, 2) for f in frame) for _ in range(12)]
