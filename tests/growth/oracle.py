"""What contract 1 demands of a set of texts: pairs of places of equal 13-token windows.

Written from the definition, for what generators.py makes: a Han letter is a token, a run of other letters or digits another. A
window in at most 16 places: every pair of its places; in more: each place with the first. Pairs that follow one another in both
places are one run, for which one row is enough.
"""
import re

RUN = 13
HOT = 16
TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")


def windows(texts):
    """{window: its places, ascending}; places of different texts do not follow one another."""
    found = {}
    at = 0
    for text in texts:
        tokens = TOKEN.findall(text)
        for i in range(len(tokens) - RUN + 1):
            found.setdefault(" ".join(tokens[i:i + RUN]), []).append(at + i)
        at += len(tokens) + 1
    return found


def demanded(texts):
    """What work and output may grow with: the runs that must be shown, and the tokens, a hundred of which cost as much as a row."""
    pairs = set()
    for places in windows(texts).values():
        if len(places) > HOT:
            pairs.update((places[0], other) for other in places[1:])
        else:
            pairs.update((one, other) for i, other in enumerate(places) for one in places[:i])
    runs = sum((one - 1, other - 1) not in pairs for one, other in pairs)
    return runs + sum(len(TOKEN.findall(text)) for text in texts) / 100
