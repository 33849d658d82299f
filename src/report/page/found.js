/* found: templates, adapted pairs, swaps and names left behind as objects, where they lie, and how they are drawn inside text. */
const TEMPLATES = lazily(() => embedded('templates').map((r) => ({ ...r, index: r.number, slots: r.slots.map((s) => ({ ...s,
  fills: pairsOf(s.fills) })) })));
const SWAPS = lazily(() => embedded('swaps').map((r, index) => ({ ...r, index, places: tuples(r.places, 6).map(twoPlaces) })));
const ADAPTED = lazily(() => tuples(embedded('adapted'), 11).map((row, index) => {
  const [number, a, b, matched, by, copy, copyBy, swaps, places, left, weight] = row;
  const tokens = Math.min(DOCS[a].tokens, DOCS[b].tokens);
  return { index, number, a, b, matched, by, copyBy, swaps, places, left, weight, tokens, share: share(matched, tokens),
    copy: copy === 1 ? a : b, source: copy === 1 ? b : a };
}));
const LEFT = lazily(() => embedded('left').map((r, index) => ({ ...r, index, ...twoPlaces(r.place) })));

function tuples(flat, width) {
  const rows = [];
  for (let i = 0; i < flat.length; i += width) rows.push(flat.slice(i, i + width));
  return rows;
}
const pairsOf = (flat) => tuples(flat, 2).map(([text, count]) => ({ text, count }));
function twoPlaces([a, aBegin, aEnd, b, bBegin, bEnd]) {
  return { a, aBegin, aEnd, b, bBegin, bEnd };
}

/* [{document, begin, end, fills: [[begin, end], …]}] */
function templateMembers(template) {
  return tuples(template.members, 3 + 2 * template.slots.length).map(([document, begin, end, ...fills]) =>
    ({ document, begin, end, fills: tuples(fills, 2) }));
}

const templatesByDocument = lazily(() => {
  const rows = [];
  for (const template of TEMPLATES()) {
    const seen = new Set();
    for (const m of templateMembers(template)) {
      if (!seen.has(m.document)) rows.push({ ...m, template });
      seen.add(m.document);
    }
  }
  return grouping(rows, (r) => r.document);
});
const adaptedByPair = lazily(() => grouping(ADAPTED(), (r) => pairKey(r.a, r.b)));
const swapsByPair = lazily(() => grouping(SWAPS().flatMap((swap) => [...grouping(swap.places, (p) => pairKey(p.a, p.b)).values()]
  .map((places) => ({ swap, from: places[0].a, key: pairKey(places[0].a, places[0].b), count: places.length }))), (r) => r.key));

/* The passage that holds both places, whichever side each is on; undefined where none does. */
function passageAround({ a, aBegin, aEnd, b, bBegin, bEnd }) {
  const holds = (p, side, n, begin, end) => p[side] === n && p[`${side}Begin`] <= begin && end <= p[`${side}End`];
  return (passagesByPair().get(pairKey(a, b)) || []).find((p) =>
    (holds(p, 'a', a, aBegin, aEnd) && holds(p, 'b', b, bBegin, bEnd))
    || (holds(p, 'b', a, aBegin, aEnd) && holds(p, 'a', b, bBegin, bEnd)));
}

/* Both places side by side where a passage holds them, else the first in its document. */
function placeLink(places, left) {
  const p = passageAround(places);
  return p ? `${pairLink(p)}${left === undefined ? '' : `/${left}`}`
    : `#/document/${places.a}/${places.aBegin}/${places.aEnd}`;
}

/* What text is marked with besides passages: names left behind, and where they come from. */
const notesByDocument = lazily(() => {
  const notes = [];
  for (const l of LEFT()) {
    notes.push({ document: l.a, begin: l.aBegin, end: l.aEnd, left: l.index, kind: 'left' });
    notes.push({ document: l.b, begin: l.bBegin, end: l.bEnd, left: l.index, kind: 'origin' });
  }
  return grouping(notes, (n) => n.document);
});
const place = { document: -1, begin: 0, end: 0 }; /* what the address points to in a document */

function leftTitle(l) {
  return `${t('leftTitle', nameOf(l.b))}${l.instead === null ? '' : ` ${t('leftInstead', l.instead)}`}`;
}

/* text[begin, end) of document n as nodes, cut where a note begins or ends. */
function notedText(text, n, begin, end) {
  const own = (notesByDocument().get(n) || []).filter((note) => note.begin < end && note.end > begin);
  if (place.document === n && place.begin < end && place.end > begin) own.push({ ...place, kind: 'place' });
  if (!own.length) return [text.slice(begin, end)];
  const inside = (at) => Math.min(end, Math.max(begin, at));
  const cuts = [...new Set([begin, end, ...own.flatMap((note) => [inside(note.begin), inside(note.end)])])].sort((x, y) => x - y);
  return cuts.slice(0, -1).map((from, i) => {
    const here = own.filter((note) => note.begin <= from && note.end >= cuts[i + 1]);
    const piece = text.slice(from, cuts[i + 1]);
    if (!here.length) return piece;
    const name = here.find((note) => note.kind === 'left') || here.find((note) => note.kind === 'origin');
    const kinds = [...new Set(here.map((note) => note.kind))].join('.');
    const props = name && { 'data-left': name.left, title: name.kind === 'left' ? leftTitle(LEFT()[name.left])
      : t('originTitle', nameOf(LEFT()[name.left].a)) };
    return el(`mark.${kinds}`, props, piece);
  });
}

/* A few characters of text[begin, end) with what stands around it; `tag` is about the place itself. */
function inContext(n, begin, end, tag) {
  const near = innerWidth < 700 ? 4 : 14; /* so that the place itself is in sight */
  const text = textOf(n);
  if (text === null) return el('span.soft', null, '—');
  const plain = (from, to) => text.slice(Math.max(0, from), to).replace(/\s+/g, ' ');
  return el('bdi.quote', { dir: 'auto' }, plain(begin - near, begin),
    begin < end ? el(tag, null, plain(begin, end)) : el('span.gap', null, '‸'), plain(end, end + near));
}
