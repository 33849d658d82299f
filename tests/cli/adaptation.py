"""Swaps and names left behind are rows of adapted pairs alone. usage: adaptation.py LEITONG WORK"""
import html
import json
import os
import pathlib
import random
import re
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


def scan(name, texts, *options):
    folder = work / name
    folder.mkdir()
    for i, text in enumerate(texts):
        (folder / f"{i}.txt").write_text(text + "\n", encoding="utf-8")
    result = work / f"{name}-result"
    subprocess.run([leitong, "scan", "-q", *options, folder, "-o", result], check=True)
    return [[json.loads(line) for line in (result / table).read_text(encoding="utf-8").splitlines()]
            for table in ("passages.jsonl", "adapted.jsonl", "swaps.jsonl", "left_behind.jsonl")]


def gate_as(form, name, limits, *options):
    """What the gate says of the second text of a scan's folder, held against the first."""
    folder, index = work / name, work / f"{name}-index"
    if not index.exists():
        subprocess.run([leitong, "index", "create", index], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([leitong, "index", "add", "-q", index, folder / "0.txt"], check=True, stdout=subprocess.DEVNULL)
    run = subprocess.run([leitong, "gate", "-q", "--index", index, "--refuse", limits, "--warn", "total_ratio=none,document_ratio=none", "--format", form,
                          *options, folder / "1.txt"], capture_output=True)
    assert run.returncode in (0, 1), (run.returncode, run.stderr, folder)
    return run.stdout.decode()


def gate(name, limits):
    return json.loads(gate_as("json", name, limits))["verdicts"][0]


def speech(place, lines, around):
    return "\n".join([own(around), *(line.format(c=place) for line in lines), own(around)])


# One text made from another: the county is exchanged everywhere, once it was forgotten.
copy = speech("桃源", ADAPTED, 1).replace("桃源县财政", "沅江县财政")
passages, adapted, swaps, left = scan("adapted", [speech("沅江", ADAPTED, 1), copy])
assert passages and [(s["from"], s["to"], s["directed"], s["pairs"], s["count"]) for s in swaps] == [("沅江", "桃源", True, 1, 5)], swaps
assert [(row["copy"], row["copy_by"], row["by"], row["swaps"], row["places"], row["left_behind"]) for row in adapted] == \
    [("b", "left_behind", "swaps", 1, 5, 1)], adapted
assert [row["text"].rstrip("县") for row in left] == ["沅江"], left

# Two long reports that open with one formula: a passage with an edit, and nothing was adapted.
passages, adapted, swaps, left = scan("formula", [speech("沅江", [FORMULA], 20), speech("桃源", [FORMULA], 20)])
assert passages and passages[0]["edits"] and not adapted and not swaps and not left, (adapted, swaps, left)

# Names that go both ways: two spellings, mixed in both texts.
mixed = [line.format(c=c) for line, c in zip(ADAPTED * 2, "沅江 桃源 桃源 沅江 沅江 桃源 沅江 桃源".split())]
other = [line.format(c=c) for line, c in zip(ADAPTED * 2, "桃源 沅江 沅江 桃源 桃源 沅江 桃源 沅江".split())]
passages, adapted, swaps, left = scan("mixed", ["\n".join([own(1), *mixed]), "\n".join([own(1), *other])])
assert passages and not adapted and not swaps, (adapted, swaps)

# Two versions of one document.
versions = [f"防汛工作规定\n{date}\n" + "\n".join(line.format(c=c) for line in ADAPTED) for date, c in (("2019年3月1日", "沅江"), ("2022年3月1日", "桃源"))]
passages, adapted, swaps, left = scan("versions", versions)
assert passages and not adapted and not swaps and not left, (adapted, swaps, left)


# Kinds of adaptation, each with what was forgotten: (text of the source, text of the copy, swaps, names left behind).
PLAIN = "各科室要逐条对照清单，逐项排出时间，逐月公布进度，谁牵头谁负责，谁验收谁签字，过期不办的在会上说明原因，连续两次不办的调整岗位。"
SHORT = "巡查记录一式两份，一份留档，一份张贴在门口的公示栏里，群众随时可以查看。"
KINDS = {
    "a place of the source's prefecture": (
        "遂昌县农机补贴办法\n" + PLAIN + "补贴标准按照丽水市农业部门的规定执行。\n本办法由遂昌县农业局解释。",
        "临安区农机补贴办法\n" + PLAIN + "补贴标准按照丽水市农业部门的规定执行。\n本办法由临安区农业局解释。",
        {("遂昌", "临安"), ("县", "区")}, ["丽水"]),
    "townships that no swap names": (
        "安化县防汛预案\n安化县地处山区。" + PLAIN + "羊角塘镇、大福镇和梅城镇是防守重点。\n" + SHORT,
        "阳朔县防汛预案\n阳朔县地处山区。" + PLAIN + "羊角塘镇、大福镇和梅城镇是防守重点。\n" + SHORT + "葡萄镇另设物资库一座。",
        {("安化", "阳朔")}, ["羊角塘", "大福", "梅城"]),
    "one level among many": (
        "在全市安全生产会议上的讲话\n我市今年事故下降。" + PLAIN + "我市的教训就在眼前。\n我市各部门都要行动，我市企业要自查，全市上下一盘棋。",
        "在全县安全生产会议上的讲话\n我县今年事故下降。" + PLAIN + "我市的教训就在眼前。\n我县各部门都要行动，我县企业要自查，全县上下一盘棋。",
        {("市", "县")}, ["我市"]),
    "a plan year that was not moved on": (
        "2018年工作总结\n2018年，我局办结案件四十件。" + PLAIN + "\n2019年，要继续抓好执法培训。",
        "2019年工作总结\n2019年，我局办结案件五十件。" + PLAIN + "\n2019年，要继续抓好执法培训。",
        {("2018", "2019")}, ["2019"]),
    "a plan year in Han numerals": (
        "二〇一八年工作总结\n二〇一八年，我局办结案件四十件。" + PLAIN + "\n二〇一九年，要继续抓好执法培训。",
        "二〇一九年工作总结\n二〇一九年，我局办结案件五十件。" + PLAIN + "\n二〇一九年，要继续抓好执法培训。",
        {("二〇一八", "二〇一九")}, ["二〇一九"]),
    "a role that the copy contradicts": (
        "学习体会\n作为一名中学校长，我深受教育。" + PLAIN + SHORT,
        "学习体会\n本人系某某建筑工程有限公司项目经理。作为一名中学校长，我深受教育。" + PLAIN + SHORT,
        set(), ["中学校长"]),
    "a name of any kind": (
        "# Quillon\n\nQuillon keeps notes. Install Quillon with one command and read the manual before you change its settings in production.\n\n"
        "Every Quillon node writes a log. Stop all nodes before you upgrade, and keep a copy of the data directory in another place.\n\n"
        "Questions about Quillon belong in the forum.",
        "# Marvane\n\nMarvane keeps notes. Install Marvane with one command and read the manual before you change its settings in production.\n\n"
        "Every Marvane node writes a log. Stop all nodes before you upgrade, and keep a copy of the data directory in another place.\n\n"
        "Questions about Quillon belong in the forum.",
        {("Quillon", "Marvane")}, ["Quillon"]),
    "a list, item by item": (
        PLAIN + "要支持济宁、临沂、菏泽、潍坊建设示范区。" + SHORT + "统筹济宁、临沂两地资源。",
        PLAIN + "要支持绵阳、宜宾、泸州、南充建设示范区。" + SHORT + "统筹绵阳、宜宾两地资源。",
        {("济宁", "绵阳"), ("临沂", "宜宾"), ("菏泽", "泸州"), ("潍坊", "南充")}, []),
    "two counties of one city": (
        "安化县防汛预案\n安化县地处山区。" + PLAIN + "预案报湖南省应急管理厅和益阳市水利部门备案。\n" + SHORT,
        "桃江县防汛预案\n桃江县地处山区。" + PLAIN + "预案报湖南省应急管理厅和益阳市水利部门备案。\n" + SHORT,
        {("安化", "桃江")}, []),
    "a county whose city has its name": (
        "长沙县防汛预案\n长沙县地处平原。" + PLAIN + "预案报长沙市水利部门备案，抄送长沙县档案馆。\n" + SHORT,
        "浏阳市防汛预案\n浏阳市地处平原。" + PLAIN + "预案报长沙市水利部门备案，抄送长沙县档案馆。\n" + SHORT,
        {("长沙", "浏阳"), ("县", "市")}, ["长沙"]),
    "names that share a letter, and a name with a word that joins": (
        "沁阳市防汛预案\n沁阳地处平原，沁阳与西和结为友好城市。" + PLAIN + "沁阳市每年演练两次。\n" + SHORT,
        "崇阳市防汛预案\n崇阳地处平原，崇阳与泾川结为友好城市。" + PLAIN + "崇阳市每年演练两次。\n" + SHORT,
        {("沁阳", "崇阳"), ("西和", "泾川")}, []),
    "equal letters of which another joins": (
        "工作报告\n县委和县政府高度重视。" + PLAIN + "我代表县委、县政府和县政府办，向全县各族人民表示感谢。" + SHORT,
        "工作报告\n市委和市政府高度重视。" + PLAIN + "我代表市委、市政府和市政府办，向全市各族人民表示感谢。" + SHORT,
        {("县", "市")}, []),
    "persons of one compound surname": (
        "涟源市防汛预案\n涟源市司马海燕书记主持。" + PLAIN + "司马海燕书记最后讲话。" + SHORT, "醴陵市防汛预案\n醴陵市司马静书记主持。" + PLAIN + "司马静书记最后讲话。" + SHORT,
        {("涟源", "醴陵"), ("司马海燕", "司马静")}, []),
    "bodies with letters of function words": (
        "职责清单\n涟源市经济和信息化局负责汇总，应急管理局备案。" + PLAIN + "由经济和信息化局、应急管理局分头落实。" + SHORT,
        "职责清单\n涟源市住房和城乡建设局负责汇总，自然资源局备案。" + PLAIN + "由住房和城乡建设局、自然资源局分头落实。" + SHORT,
        {("经济和信息化局", "住房和城乡建设局"), ("应急管理局", "自然资源局")}, []),
    "one's own body is no other's name": (
        "组织条例\n一等税务局置局长一人。" + PLAIN + "一等税务局置主任一人。" + SHORT, "组织条例\n本局置局长一人。" + PLAIN + "本局置主任一人。" + SHORT, set(), []),
    "levels that go up and down": (
        "选举办法\n乡公所造册，县政府汇总。" + PLAIN + "镇公所公告。" + SHORT, "选举办法\n县公所造册，村政府汇总。" + PLAIN + "市公所公告。" + SHORT, set(), []),
    "versions by number": (
        "# License version 2.5\n\nThis is version 2.5 of the text and nobody may change its terms in production without a note in the log of the data directory.\n\n"
        "Stop all nodes before you upgrade, and keep a copy of version 2.5 in another place for all the people who read the manual.",
        "# License version 2.51\n\nThis is version 2.51 of the text and nobody may change its terms in production without a note in the log of the data directory.\n\n"
        "Stop all nodes before you upgrade, and keep a copy of version 2.51 in another place for all the people who read the manual.", set(), []),
    "a level within a word, and a list of levels": (
        "汨罗县防汛预案\n汨罗县地处湖区，全县早部署。" + PLAIN + "健全县域体系，有的是全县、乡的试点。全县上下都要行动，全县一盘棋。\n" + SHORT,
        "临湘市防汛预案\n临湘市地处湖区，全市早部署。" + PLAIN + "健全县域体系，有的是全县、乡的试点。全市上下都要行动，全市一盘棋。\n" + SHORT,
        {("汨罗", "临湘"), ("县", "市")}, []),
    "a place in a list of places elsewhere, a province before another's county, the nation's body": (
        "沅江市防汛预案\n沅江市地处湖区，统计局汇总。" + PLAIN + "湖南省华容县、山西省隰县已经试点，益阳、大连、烟台等城市同样。国家统计局公布过数据，统计局核对。\n" + SHORT,
        "邳州市防汛预案\n邳州市地处湖区，审计局汇总。" + PLAIN + "湖南省华容县、山西省隰县已经试点，益阳、大连、烟台等城市同样。国家统计局公布过数据，审计局核对。\n" + SHORT,
        {("沅江", "邳州"), ("统计局", "审计局")}, []),
    "a name left behind before a level that was exchanged": (
        "邳州县防汛预案\n邳州县地处平原。" + PLAIN + "邳州县早部署，邳州县每年演练两次。\n" + SHORT, "浏阳区防汛预案\n浏阳区地处平原。" + PLAIN + "邳州区早部署，浏阳区每年演练两次。\n" + SHORT,
        {("邳州", "浏阳"), ("县", "区")}, ["邳州"]),
    "numbers are no names": (
        PLAIN + "全年办理三百二十件，罚款四十万元。" + SHORT, PLAIN + "全年办理五百七十件，罚款九十万元。" + SHORT, set(), []),
    "persons alone": (
        "会议纪要\n王建国书记主持。" + PLAIN + "王建国书记最后讲话。" + SHORT, "会议纪要\n李志强书记主持。" + PLAIN + "李志强书记最后讲话。" + SHORT, set(), []),
}
CLASSES = {"a county whose city has its name": {"name"}, "a place of the source's prefecture": {"territory"}, "townships that no swap names": {"territory"},
           "one level among many": {"level"}, "a plan year that was not moved on": {"year"}, "a plan year in Han numerals": {"year"},
           "a role that the copy contradicts": {"role"}, "a name left behind before a level that was exchanged": {"name"}, "a name of any kind": {"term"}}
for number, (kind, (source, copied, swapped, forgotten)) in enumerate(KINDS.items()):
    passages, adapted, swaps, left = scan(f"kind-{number}", [source, copied])
    assert passages, kind
    assert {(s["from"], s["to"]) for s in swaps} == swapped, (kind, swaps)
    assert [row["text"].rstrip("市镇") for row in left] == [name.rstrip("市镇") for name in forgotten], (kind, left)
    assert all(pathlib.PurePath(row["doc"]).name == "1.txt" for row in left), (kind, left)
    assert {row["class"] for row in left} == CLASSES.get(kind, set()), (kind, left)
    due = [("b" if forgotten else None, len(swapped), len(forgotten))] if swapped or forgotten else []
    assert [(row["copy"], row["swaps"], row["left_behind"]) for row in adapted] == due, (kind, adapted)
    assert all(s["directed"] == bool(forgotten) for s in swaps), (kind, swaps)
    # The gate tells the same of a submission, and refuses it for that alone.
    verdict = gate(f"kind-{number}", "total_ratio=none,document_ratio=none,left_behind=0,adapted=0")
    names = [(f["here"]["text"], f["here"]["begin"], f["instead"]) for f in verdict["findings"] if f["kind"] == "left_behind"]
    assert names == [(row["text"], row["begin"], row["instead"]) for row in left], (kind, names)
    strong = sum(row["strength"] == "strong" for row in left)
    assert (verdict["figures"]["left_behind"], verdict["figures"]["adapted"]) == (strong, len(adapted)), (kind, verdict["figures"])
    assert [reason["limit"] for reason in verdict["reasons"]] == ["left_behind"] * (strong > 0) + ["adapted"] * (len(adapted) > 0), kind
    assert verdict["decision"] == ("refuse" if adapted else "pass"), kind
    found = [f for f in verdict["findings"] if f["kind"] == "adapted"]
    assert [(f["there"]["doc"].rsplit("/", 1)[-1], f["adapted"], f["here"]["text"]) for f in found] == [("0.txt", 0, None)] * len(adapted), (kind, found)
    blamed = [verdict["findings"][number]["kind"] for reason in verdict["reasons"] if reason["limit"] == "adapted" for number in reason["findings"]]
    assert blamed == ["adapted"] * len(adapted), (kind, blamed)
    assert [(row["swaps"], row["left_behind"]) for row in verdict["adapted"]] == [(row["swaps"], row["left_behind"]) for row in adapted], kind
    assert [(s["from"], s["to"], s["count"]) for s in verdict["swaps"]] == [(s["from"], s["to"], s["count"]) for s in swaps], kind

# Places that only the user knows: with their parents, what was left of the source's territory is found; with their names alone, what was swapped.
texts = [f"{place}县防汛预案\n{place}县地处山区。" + PLAIN + f"预案报沅东市水利部门备案，抄送{place}县档案馆。\n" + SHORT for place in ("柳浦", "青岩")]
(work / "parents.txt").write_text("沅东市\tprefecture\t湖南省\n柳浦县\tcounty\t沅东市\n江州市\tprefecture\t江西省\n青岩县\tcounty\t江州市\n", encoding="utf-8")
(work / "names.txt").write_text("柳浦\n青岩\n", encoding="utf-8")
(work / "wrong.txt").write_text("柳浦\n青岩县\tcounty\t江州市\n", encoding="utf-8")
for name, forgotten in (("names", []), ("parents", ["沅东市"])):
    passages, adapted, swaps, left = scan(f"gazetteer-{name}", texts, "--gazetteer", work / f"{name}.txt")
    assert {(s["from"], s["to"]) for s in swaps} == {("柳浦", "青岩")}, (name, swaps)
    assert [(row["text"], row["class"], pathlib.PurePath(row["doc"]).name) for row in left] == [(text, "territory", "1.txt") for text in forgotten], (name, left)
run = subprocess.run([leitong, "scan", "-q", work / "gazetteer-names", "--gazetteer", work / "wrong.txt"], capture_output=True)
assert run.returncode == 3 and "wrong.txt" in run.stderr.decode() and "line 2: no place above it is called \"江州市\"" in run.stderr.decode(), run

# Every format has the same words, since one model has them: what was exchanged, what was left behind, and what stands elsewhere.
name, limits = "kind-0", "total_ratio=none,document_ratio=none,left_behind=0,adapted=0"
for lang, sentences in (("en", [r"adapted: [0-9.]+ % equal, 2 swaps in [0-9]+ places \((遂昌→临安, 县→区|县→区, 遂昌→临安)\), 1 name left behind \(丽水市?\)",
                                "name left behind “丽水市?”, elsewhere “临安"]),
                        ("zh", ["照稿改写：相同 [0-9.]+ %，换词 2 组 [0-9]+ 处（(遂昌→临安、县→区|县→区、遂昌→临安)），漏改 1 处（丽水市?）", "漏改“丽水市?”，别处作“临安"])):
    for form in ("text", "sarif", "junit", "html"):
        said = gate_as(form, name, limits, "--lang", lang)
        if form == "sarif":
            results = json.loads(said)["runs"][0]["results"]
            said = "\n".join(result["message"]["text"] for result in results)
            assert sum(result["ruleId"] == "LT005" for result in results) == 2, results
        said = re.sub(r"\n +", " " if lang == "en" else "", html.unescape(said)) if form == "text" else html.unescape(said)
        for sentence in sentences:
            assert re.search(sentence, said), (form, sentence, said)
