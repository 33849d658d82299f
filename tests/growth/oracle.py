"""What contract 1 demands of a set of documents: pairs of places of equal 13-token windows.

Written from the definition, for what generators.py makes: a Han letter is a token, a run of other letters or digits another. A
window in at most 16 places: every pair of its places; in more: each place with the first. Pairs that follow one another in both
places are one run, for which one row is enough.
"""
import re

RUN = 13
HOT = 16
TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")


def windows(documents):
    """{window: its places, ascending}, and where each document begins; places of different documents do not follow one another."""
    found = {}
    begins = [0]
    for document in documents:
        tokens = TOKEN.findall(document)
        for i in range(len(tokens) - RUN + 1):
            found.setdefault(" ".join(tokens[i:i + RUN]), []).append(begins[-1] + i)
        begins.append(begins[-1] + len(tokens) + 1)
    return found, begins


def demanded(documents, first):
    """What work and output may grow with where documents[first:] are asked about: the runs that must be shown of them, and the
    tokens, a hundred of which cost as much as a row."""
    pairs = set()
    found, begins = windows(documents)
    for places in found.values():
        if len(places) > HOT:
            pairs.update((places[0], other) for other in places[1:] if other >= begins[first])
        else:
            pairs.update((one, other) for i, other in enumerate(places) if other >= begins[first] for one in places[:i])
    runs = sum((one - 1, other - 1) not in pairs for one, other in pairs)
    return runs + (begins[-1] - len(documents)) / 100
