"""Swaps and names left behind are rows of adapted pairs alone. usage: adaptation.py LEITONG WORK"""
import json
import os
import pathlib
import random
import subprocess
import sys

leitong, work = sys.argv[1], pathlib.Path(sys.argv[2])
seed = int(os.environ.get("LEITONG_SEED", "20263"))
print(f"LEITONG_SEED={seed}")
rng = random.Random(seed)
LETTERS = "山水田林路桥风雨春夏秋冬花木金石星月云海江河湖草鸟鱼虫马牛羊"
ADAPTED = ["{c}县委、{c}县政府高度重视防汛工作，{c}县水利部门昼夜值守。", "会议要求{c}县各部门把堤防巡查做细做实，不留死角，不漏一处。",
           "{c}县财政安排专款购置沙袋和冲锋舟，分发到沿河各村各组。", "汛期到来之前，{c}县将再组织一次拉网式排查，隐患逐条销号。"]
FORMULA = "各位代表，现在我代表{c}县人民政府向大会报告工作，请予审议，并请各位委员提出意见。"


def own(count):
    """Text of its own, in paragraphs."""
    return "\n".join("".join(rng.choice(LETTERS) for _ in range(60)) + "。" for _ in range(count))


def scan(name, texts):
    folder = work / name
    folder.mkdir()
    for i, text in enumerate(texts):
        (folder / f"{i}.txt").write_text(text + "\n", encoding="utf-8")
    result = work / f"{name}-result"
    subprocess.run([leitong, "scan", "-q", folder, "-o", result], check=True)
    return [[json.loads(line) for line in (result / table).read_text(encoding="utf-8").splitlines()]
            for table in ("passages.jsonl", "swaps.jsonl", "left_behind.jsonl")]


def speech(place, lines, around):
    return "\n".join([own(around), *(line.format(c=place) for line in lines), own(around)])


# One text made from another: the county is exchanged everywhere, once it was forgotten.
copy = speech("桃源", ADAPTED, 1).replace("桃源县财政", "沅江县财政")
passages, swaps, left = scan("adapted", [speech("沅江", ADAPTED, 1), copy])
assert passages and any((s["from"], s["to"]) in (("沅江", "桃源"), ("沅江县", "桃源县")) or (s["to"], s["from"]) in (("沅江", "桃源"), ("沅江县", "桃源县"))
                        for s in swaps), swaps
assert [row["text"].rstrip("县") for row in left] == ["沅江"], left

# Two long reports that open with one formula: a passage with an edit, and nothing was adapted.
passages, swaps, left = scan("formula", [speech("沅江", [FORMULA], 20), speech("桃源", [FORMULA], 20)])
assert passages and passages[0]["edits"] and not swaps and not left, (swaps, left)

# Names that go both ways: two spellings, mixed in both texts.
mixed = [line.format(c=c) for line, c in zip(ADAPTED * 2, "沅江 桃源 桃源 沅江 沅江 桃源 沅江 桃源".split())]
other = [line.format(c=c) for line, c in zip(ADAPTED * 2, "桃源 沅江 沅江 桃源 桃源 沅江 桃源 沅江".split())]
passages, swaps, left = scan("mixed", ["\n".join([own(1), *mixed]), "\n".join([own(1), *other])])
assert passages and not swaps, swaps

# Two versions of one document.
versions = [f"防汛工作规定\n{date}\n" + "\n".join(line.format(c=c) for line in ADAPTED) for date, c in (("2019年3月1日", "沅江"), ("2022年3月1日", "桃源"))]
passages, swaps, left = scan("versions", versions)
assert passages and not swaps and not left, (swaps, left)
