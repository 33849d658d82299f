#!/usr/bin/env python3
"""Derives src/names/place_tree.txt, the tree of places, from npm's china-division and jieba's dictionary.

usage: place_tree.py CHINA_DIVISION DICT.txt > src/names/place_tree.txt

CHINA_DIVISION: the unpacked package, 2.7.0 (dist/pcas.json, dist/HK-MO-TW.json: the statistical codes of the National Bureau of
Statistics of China, as of 2023-06-30; GB/T 2260). DICT.txt: jieba 0.42.1, jieba/dict.txt: which stems are ordinary words (资源,
the county).

Output: a line a province, prefecture or county, indented by its depth; behind a tab the townships of a county. A prefecture that
only groups what stands under the province itself is "-". "|" stands where the stem ends, when more is cut off than the last letter
(恩施|土家族苗族自治州); "*" behind a county's stem or whole
name that is an ordinary word (解放区)."""
import json
import pathlib
import re
import sys

PEOPLES = ("蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 "
           "纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 "
           "德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族").split()
NAMELESS = re.compile("市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划")
ZONES = re.compile("(管理区|开发区|产业区|示范区|园区|管委会|试验区|农场|度假区|直属|集中区|办事处|合作区|高新区|工业区|经济区|保税区)$")
GROWN = {("河北省", "保定市"): ["雄安新区"]}  # not in the register
COMMON = 100  # the dictionary's count of a word that is one


def stem(name):
    """Without what says its kind and, in autonomous areas, whose it is."""
    short = re.sub("(特别行政区|自治[区州县旗]|新区|地区|林区|矿区|[省市县区旗盟])$", "", name)
    if name != short and "自治" in name:
        peoples = "|".join(sorted(PEOPLES, key=len, reverse=True)) + "|蒙古|维吾尔|哈萨克|柯尔克孜|达斡尔|锡伯|塔吉克|各族|满|回"
        cut = re.sub(f"({peoples})+$", "", short)
        short = cut if len(cut) > 1 else short
    return short if len(short) > 1 else name


def written(name, ordinary):
    short = stem(name)
    rest = name[len(short):]
    mark = "*" if short in ordinary else ""
    return short + mark + ("|" if len(rest) > 1 else "") + rest + ("*" if mark and rest == "区" and name in ordinary else "")


def township(name):
    name = re.sub("办事处$", "", name)
    return name if re.search("(镇|乡|街道|苏木)$", name) and 3 <= len(name) <= 12 else None


def main():
    division = pathlib.Path(sys.argv[1]) / "dist"
    tree = json.loads((division / "pcas.json").read_text(encoding="utf-8"))
    for province, prefectures in json.loads((division / "HK-MO-TW.json").read_text(encoding="utf-8")).items():
        tree[province] = {prefecture: {re.sub("（.*", "", county): [] for county in counties}
                          for prefecture, counties in prefectures.items()}
    ordinary = set()
    for line in open(sys.argv[2], encoding="utf-8"):
        word, count, tag = line.split()
        if int(count) >= COMMON and tag != "ns":
            ordinary.add(word)
    for province, prefectures in tree.items():
        print(written(province, ()))
        for prefecture, counties in prefectures.items():
            print(" " + ("-" if NAMELESS.fullmatch(prefecture) else written(prefecture, ())))
            for county, townships in counties.items():
                under = [name for name in map(township, townships) if name]
                if not NAMELESS.fullmatch(county) and not ZONES.search(county):
                    print("  " + written(county, ordinary) + ("\t" + " ".join(dict.fromkeys(under)) if under else ""))
            for county in GROWN.get((province, prefecture), ()):
                print("  " + written(county, ordinary))


if __name__ == "__main__":
    main()
