#!/usr/bin/env python3
"""Makes copied speeches with swapped words and forgotten names, and the answer key.

usage: gen_names.py TEXTS OUT [--sources 50] [--receivers 4] [--plain 40] [--raw 40] [--left 1.0] [--seed 1] [--invented] [--window 0] [--noise 0]

TEXTS: any folder of Chinese .txt or .md files. Each *source* is one of them made a local speech: 我国, 全国, 国务院 … become a
place, its level and its bodies, and officials are quoted. Each *receiver* is another text, made local to another place, with
stretches of the source in it in which the source's words were swapped for its own; in some, names were forgotten; some carry
a stretch over as it is, with a single name in it. *Plain* documents hold stretches of another text, word for word, with nothing planted; *raw* ones are
the texts themselves. --window N: a source is N characters of a text and other paragraphs, and a receiver has all of them and paragraphs of its own; single
swaps count. --noise SHARE: of the letters copied outside names so many are replaced by others. --invented takes places that are nowhere, so that no list of places can help. OUT/truth.jsonl.key: {"kind":"swap","a","b","from","to","count","places"} (bytes of b), {"kind":"left","doc","begin","end",
"text","type"} (bytes), {"kind":"document","doc","role"}; OUT/gazetteer.names: names of places, among them many words."""
import argparse
import json
import pathlib
import random
import re

# Names of counties and cities of China; the second list are words too, so that they try the common-word test.
PLACES = ("仙桃 潜江 监利 洪湖 麻城 宜都 枝江 松滋 钟祥 京山 当阳 广水 赤壁 大冶 应城 安陆 汉川 随县 罗田 英山 浠水 蕲春 通山 崇阳 鹤峰 宣恩 咸丰 来凤 "
          "沅江 汨罗 临湘 津市 醴陵 浏阳 韶山 耒阳 资兴 洪江 冷水江 涟源 吉首 华容 平江 湘阴 安乡 汉寿 澧县 临澧 桃源 石门 慈利 桑植 泸溪 凤凰 "
          "阳朔 灵川 全州 兴安 永福 灌阳 龙胜 荔浦 恭城 岑溪 苍梧 藤县 蒙山 东兴 上思 浦北 灵山 桂平 平南 容县 博白 北流 德保 靖西 那坡 凌云 乐业 田林 "
          "登封 新密 巩义 偃师 汝州 舞钢 林州 卫辉 辉县 沁阳 孟州 长葛 禹州 义马 灵宝 邓州 永城 项城 济源 "
          "江阴 宜兴 邳州 新沂 溧阳 常熟 昆山 太仓 启东 如皋 海安 东台 仪征 高邮 丹阳 扬中 句容 靖江 泰兴 兴化 "
          "玉门 敦煌 华亭 镇原 环县 合水 正宁 渭源 临洮 漳县 岷县 武都 成县 文县 宕昌 康县 西和 礼县 徽县 两当").split()
WORDS = "资源 合作 公安 和平 大方 通道 平安 文化 团结 安全 南部 东方 中江 青年 集中 共和 同心 互助 民和 新华 友谊 富强 建设 长治 保安 大同 长远 高级 开放 永远".split()
LETTERS = "沅柳泾岷渝汶淇颍潞渭洛澄桐槐桦枫梓樟榆竹梅兰菊荷云岭峰岩溪潭湾塘浦港滩洲屿崖谷坪川原陵丘岗坡鹤凤麟龙鹿雁鹭金银铜玉琼瑶翠碧苍玄紫丹永广宁康泰昌隆盛裕瑞祥"
SURNAMES = "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 欧阳 司马".split()
GIVEN = "伟 芳 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 志强 国栋 立文 永康 卫平 晓峰 光辉 春兰 学礼 长青 玉明 正文 志勇 广来 桂兰 牧云 清泉 定邦 远鹏 文斌 海燕 雪梅 家豪 子轩 思远 若兰".split()
BUREAUS = "财政局 住建局 教育局 民政局 水利局 审计局 统计局 林业局 农业局 文旅局 商务局 科技局 环保局 司法局".split()
LEVELS = "市 县 区".split()


class Home:
    """Whose speech it is."""

    def __init__(self, dice, place):
        self.place = place
        self.level = dice.choice(LEVELS)
        self.people = []
        while len(self.people) < 2:
            name = dice.choice(SURNAMES) + dice.choice(GIVEN)
            if name not in self.people:
                self.people.append(name)
        self.bureau = dice.choice(BUREAUS)

    def words(self):
        return [self.place, self.level, *self.people, self.bureau]


def mask(dice, text):
    """A text made local: places where a name stands are (kind) marks in it, filled in later."""
    def local(found):
        word = found.group()
        if word == "我国":
            return dice.choice(["\ue000", "\ue000\ue001"])
        if word == "全国":
            return dice.choice(["全\ue001", "\ue000\ue001", "全\ue001"])
        if word == "国务院":
            return "\ue001政府"
        if word == "中央":
            return dice.choice(["\ue001委", "\ue001委、\ue001政府"])
        return word
    text = re.sub("我国|全国|国务院|中央", local, text)
    pieces = re.split("(?<=。)", text)
    for i, piece in enumerate(pieces):
        lot = dice.random()
        if len(piece) > 30 and lot < 0.10:
            who = dice.choice([("\ue002", "书记"), ("\ue003", dice.choice(["同志", "主任"]))])
            pieces[i] = who[0] + who[1] + dice.choice(["指出，", "强调，", "多次讲，"]) + piece
        elif len(piece) > 30 and lot < 0.15:
            pieces[i] = "\ue001\ue004" + dice.choice(["要牵头负责，", "要拿出办法，"]) + piece
        elif len(piece) > 30 and lot < 0.22:
            pieces[i] = dice.choice(["在\ue000，", "\ue000的干部群众说，", "建设美好\ue000，"]) + piece
    return "".join(pieces)


MARKS = "\ue000\ue001\ue002\ue003\ue004"


def fill(text, home):
    words = home.words()
    return re.sub(f"[{MARKS}]", lambda found: words[MARKS.index(found.group())], text)


def substituted(dice, text, noise):
    """Text with a share of its letters replaced by others of it; as long in bytes."""
    letters = [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
    return "".join(dice.choice(letters) if "\u4e00" <= letter <= "\u9fff" and dice.random() < noise else letter for letter in text)


def fill_copy(dice, text, home, own, wanted):
    """The copy: own words for the source's, but for `wanted` names forgotten. Returns the text, places of swaps, names left."""
    places = [(m.start(), MARKS.index(m.group())) for m in re.finditer(f"[{MARKS}]", text)]
    counts = {kind: sum(1 for _, k in places if k == kind) for kind in range(5)}
    forgotten = {}
    kinds = [kind for kind in (0, 2, 3, 4) if counts[kind] >= 3 and home.words()[kind] != own.words()[kind]]
    dice.shuffle(kinds)
    for kind in kinds[:wanted]:
        forgotten[dice.choice([at for at, k in places if k == kind])] = kind
    out, left, swaps = [], [], {}
    last = size = 0
    for at, kind in places:
        before, word = text[last:at], (home if at in forgotten else own).words()[kind]
        size += len(before.encode())
        if at in forgotten:
            left.append((size, size + len(word.encode()), word, ("place", "", "person", "person", "organisation")[kind]))
        elif home.words()[kind] != word:
            key = home.words()[kind], word
            swaps.setdefault(key, []).append(size)
        out += [before, word]
        size += len(word.encode())
        last = at + 1
    out.append(text[last:])
    return "".join(out), swaps, left


def stretches(dice, paragraphs, wanted, taken):
    """Runs of whole paragraphs, about `wanted` letters in all, none of them taken before."""
    found, size = [], 0
    for _ in range(60):
        if size >= wanted:
            break
        at = dice.randrange(len(paragraphs))
        run = []
        while at < len(paragraphs) and at not in taken and sum(len(p) for _, p in run) < 700:
            run.append((at, paragraphs[at]))
            at += 1
        if sum(len(p) for _, p in run) >= 200:
            taken.update(number for number, _ in run)
            found.append("\n".join(p for _, p in run))
            size += len(found[-1])
    return found


def weave(dice, own, copied):
    """Copied stretches among one's own paragraphs. Returns pieces and, for each, which stretch it is (or None)."""
    pieces = [(p, None) for p in own]
    for number, text in enumerate(copied):
        pieces.insert(dice.randrange(1, len(pieces) + 1), (text, number))
    return pieces


class Maker:
    def __init__(self, args):
        self.dice = random.Random(args.seed)
        self.args = args
        self.out = pathlib.Path(args.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.truth = []
        self.known = PLACES
        if args.invented:
            pairs = [a + b for a in LETTERS for b in LETTERS if a != b and a + b not in PLACES]
            self.known = self.dice.sample(pairs, len(PLACES))
        self.texts = []
        for path in sorted(pathlib.Path(args.texts).rglob("*")):
            if path.suffix in (".txt", ".md"):
                lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="ignore").splitlines()]
                lines = [line for line in lines if len(line) >= 20]
                if sum(map(len, lines)) >= 4000:
                    self.texts.append(lines)
        if len(self.texts) < 4:
            raise SystemExit(f"{args.texts}: at least 4 texts of 4,000 letters are needed")

    def write(self, name, text, role):
        (self.out / name).write_text(text, encoding="utf-8")
        self.truth.append({"kind": "document", "doc": name, "role": role})

    def places(self, count, *texts):
        """Names that none of the texts knows, so that the key is whole."""
        whole = "\n".join("\n".join(text) for text in texts)
        free = [place for place in self.known if place not in whole]
        return self.dice.sample(free, count)

    def source(self, number):
        dice = self.dice
        base = dice.randrange(len(self.texts))
        place, = self.places(1, self.texts[base])
        home = Home(dice, place)
        masked = [mask(dice, line) for line in self.texts[base]][:120]
        name = f"source_{number:03}.txt"
        title = f"在{home.place}{home.level}工作会议上的讲话"
        self.write(name, title + "\n\n" + "\n\n".join(fill(line, home) for line in masked) + "\n", "source")
        taken = set()
        for i in range(self.args.receivers):
            self.receiver(f"receiver_{number:03}_{i}.txt", name, base, home, masked, taken, carried=i % 4 == 3)

    def receiver(self, name, source, base, home, masked, taken, carried):
        dice = self.dice
        other = dice.choice([i for i in range(len(self.texts)) if i != base])
        own = Home(dice, self.places(1, self.texts[base], self.texts[other], [home.place])[0])
        lines = self.texts[other]
        at = dice.randrange(max(1, len(lines) - 30))
        mine = [fill(mask(dice, line), own) for line in lines[at:at + 25]]
        mine.insert(0, f"在{own.place}{own.level}干部大会上的讲话")
        copied = stretches(dice, masked, 900 if carried else 2500, taken)
        if carried:
            self.carry(name, home, mine, copied)
            return
        pieces = weave(dice, mine, copied)
        wanted = int(self.args.left * 4 / 3) + (dice.random() < (self.args.left * 4 / 3) % 1)
        swaps, size, text = {}, 0, []
        for piece, number in pieces:
            if number is not None:
                piece, found, left = fill_copy(dice, substituted(dice, piece, self.args.noise), home, own, min(wanted, 1))
                wanted -= len(left)
                for key, places in found.items():
                    swaps.setdefault(key, []).extend(size + place for place in places)
                for begin, end, word, kind in left:
                    self.truth.append({"kind": "left", "doc": name, "begin": size + begin, "end": size + end,
                                       "text": word, "type": kind})
            text.append(piece)
            size += len(piece.encode()) + 2
        self.write(name, "\n\n".join(text) + "\n", "receiver")
        for (before, after), places in sorted(swaps.items()):
            if len(places) >= 2:
                self.truth.append({"kind": "swap", "a": source, "b": name, "from": before, "to": after, "count": len(places), "places": places})

    def window(self, number):
        """A source and a receiver that share a window of real text."""
        dice = self.dice
        base, other, third = dice.sample(range(len(self.texts)), 3)
        places = self.places(2, self.texts[base], self.texts[other], self.texts[third])
        home, own = Home(dice, places[0]), Home(dice, places[1])
        masked = [mask(dice, line) for line in self.texts[base]]
        for _ in range(500):
            piece = "\n".join(masked[dice.randrange(len(masked)):])[:self.args.window]
            if len(piece) == self.args.window and piece.count(MARKS[0]) >= 2 and sum(piece.count(mark) for mark in MARKS) >= 5:
                break
        else:
            return
        names = f"source_{number:03}.txt", f"receiver_{number:03}.txt"
        around = [self.texts[text][at:at + 6] for text in (third, other) for at in [dice.randrange(max(1, len(self.texts[text]) - 6))]]
        self.write(names[0], "\n\n".join([f"在{home.place}{home.level}工作会议上的讲话", *around[0][:3], fill(piece, home), *around[0][3:]]) + "\n", "source")
        wanted = int(self.args.left) + (dice.random() < self.args.left % 1)
        text, swaps, left = fill_copy(dice, substituted(dice, piece, self.args.noise), home, own, wanted)
        before = "\n\n".join([f"在{own.place}{own.level}干部大会上的讲话", *around[1][:3]]) + "\n\n"
        size = len(before.encode())
        self.write(names[1], before + "\n\n".join([text, *around[1][3:]]) + "\n", "receiver")
        for (old, new), places in sorted(swaps.items()):
            self.truth.append({"kind": "swap", "a": names[0], "b": names[1], "from": old, "to": new, "count": len(places), "places": [size + at for at in places]})
        for begin, end, word, kind in left:
            self.truth.append({"kind": "left", "doc": names[1], "begin": size + begin, "end": size + end, "text": word, "type": kind})

    def carry(self, name, home, mine, copied):
        """Carried over as it is; only stretches with the place once, and nothing else of the source's."""
        chosen = []
        for text in copied:
            plain = re.sub(f"[{MARKS[1:]}]", "", text)
            first = plain.find(MARKS[0])
            if first >= 0:
                chosen.append(plain[:first + 1] + plain[first + 1:].replace(MARKS[0], ""))
        size, text = 0, []
        for piece, number in weave(self.dice, mine, chosen[:1]):
            if number is not None:
                at = len(piece[:piece.find(MARKS[0])].encode())
                piece = fill(piece, home)
                self.truth.append({"kind": "left", "doc": name, "begin": size + at, "text": home.place,
                                   "end": size + at + len(home.place.encode()), "type": "carried"})
            text.append(piece)
            size += len(piece.encode()) + 2
        self.write(name, "\n\n".join(text) + "\n", "receiver")

    def plain(self, number):
        dice = self.dice
        a, b = dice.sample(range(len(self.texts)), 2)
        mine = self.texts[a][:25]
        copied = stretches(dice, self.texts[b], 2000, set())
        self.write(f"plain_{number:03}.txt", "\n\n".join(p for p, _ in weave(dice, mine, copied)) + "\n", "plain")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("texts")
    parser.add_argument("out")
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--receivers", type=int, default=4)
    parser.add_argument("--plain", type=int, default=40)
    parser.add_argument("--raw", type=int, default=40)
    parser.add_argument("--left", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", type=int, default=0)
    parser.add_argument("--noise", type=float, default=0)
    parser.add_argument("--invented", action="store_true")
    maker = Maker(parser.parse_args())
    for number in range(maker.args.sources):
        maker.window(number) if maker.args.window else maker.source(number)
    for number in range(maker.args.plain):
        maker.plain(number)
    for number, text in enumerate(maker.texts[:maker.args.raw]):
        maker.write(f"raw_{number:03}.txt", "\n\n".join(text) + "\n", "raw")
    rows = [json.dumps(row, ensure_ascii=False) for row in maker.truth]
    (maker.out / "truth.jsonl.key").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (maker.out / "gazetteer.names").write_text("\n".join(maker.known + WORDS) + "\n", encoding="utf-8")
    kinds = [row["kind"] for row in maker.truth]
    print({kind: kinds.count(kind) for kind in sorted(set(kinds))})


if __name__ == "__main__":
    main()
