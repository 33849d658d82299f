/* model: the rows of the result, and what follows from them. Texts and edits are parsed when they are first asked for. */
const parsed = new Map();
function embedded(id) {
  if (!parsed.has(id)) {
    const node = byId(id);
    parsed.set(id, node ? JSON.parse(node.textContent) : null);
    if (node && id !== 'data') node.textContent = '';
  }
  return parsed.get(id);
}

const DATA = embedded('data');
const FIGURES = ['bytes', 'size', 'text', 'paragraphs', 'tokens', 'reused', 'noQuotes', 'noStock', 'repeated', 'boilerplate',
  'excluded', 'longest', 'largestTokens', 'largest'];
const DOCS = DATA.documents.map(({ figures, ...d }) => ({ encoding: 'utf-8', ...d,
  ...Object.fromEntries(figures.map((value, i) => [FIGURES[i], value])) }));

/* The passages that the page holds, as objects; `index` is a passage's number in the result, from 0, `held` its place here. */
const PASSAGES = DATA.passages.map(([index, ...r], held) => ({
  index, held, a: r[0], aBegin: r[1], aEnd: r[2], b: r[3], bBegin: r[4], bEnd: r[5], tokensA: r[6], tokensB: r[7], matched: r[8],
  run: r[9], stock: r[10], period: r[11], edits: r[12], aBytes: [r[13], r[14]], bBytes: [r[15], r[16]], kind: r[17],
  isStock: r[8] - r[10] < DATA.run.run && r[10] > 0,
}));
const pairLink = (p) => `#/pair/${p.a}/${p.b}/${p.index}`;
const byNumber = new Map(PASSAGES.map((p) => [p.index, p]));
const PAIRS = DATA.pairs.map((r) => ({
  a: r[0], aBegin: r[1], aEnd: r[2], b: r[3], bBegin: r[4], bEnd: r[5], shared: r[6], union: r[7],
}));
const SOURCES = DATA.sources.map((r) => ({ document: r[0], source: r[1], exclusive: r[2], full: r[3] }));

function grouping(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (groups.has(key)) groups.get(key).push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/* Indexes are made when first needed, so that opening the file costs nothing for views nobody looks at. */
function lazily(make) {
  let value;
  return () => (value === undefined ? (value = make()) : value);
}
const pairKey = (a, b) => (a <= b ? a * DOCS.length + b : b * DOCS.length + a);
const passagesByPair = lazily(() => grouping(PASSAGES, (p) => pairKey(p.a, p.b)));
const similarByPair = lazily(() => grouping(PAIRS, (p) => pairKey(p.a, p.b)));
const sourcesByDocument = lazily(() => grouping(SOURCES, (s) => s.document));
/* Tokens of `from` that stand in `to`. */
const sharedWith = (from, to) => ((sourcesByDocument().get(from) || []).find((s) => s.source === to) || { full: 0 }).full;
const passagesByDocument = lazily(() => {
  const sides = [];
  for (const p of PASSAGES) {
    sides.push({ document: p.a, begin: p.aBegin, end: p.aEnd, passage: p, bytes: p.aBytes });
    sides.push({ document: p.b, begin: p.bBegin, end: p.bEnd, passage: p, bytes: p.bBytes });
  }
  return grouping(sides, (s) => s.document);
});
const phrasesByDocument = lazily(() => {
  const places = [];
  for (const phrase of embedded('phrases')) {
    for (let i = 0; i < phrase.places.length; i += 3) {
      places.push({ document: phrase.places[i], begin: phrase.places[i + 1], end: phrase.places[i + 2] });
    }
  }
  return grouping(places, (p) => p.document);
});
const firstOfDocument = lazily(() => {
  const first = new Map();
  for (const p of PASSAGES) if (!first.has(p.a)) first.set(p.a, p.held);
  return first;
});

const WHOLE = 1; /* what a document's `text` says: all of it stands here; 2: only what rows of the page name; 0: none */
const isWhole = (n) => DOCS[n].text === WHOLE;
const textOf = (n) => (DOCS[n].text ? embedded(`text-${n}`) : null);
const whyNoText = (n) => embedded(`missing-${n}`);

/* [{aBegin, aEnd, bBegin, bEnd}] of a passage. */
function editsOf(p) {
  const flat = embedded(`edits-${p.a}`)[p.held - firstOfDocument().get(p.a)];
  const edits = [];
  for (let i = 0; i < flat.length; i += 4) {
    edits.push({ aBegin: flat[i], aEnd: flat[i + 1], bBegin: flat[i + 2], bEnd: flat[i + 3] });
  }
  return edits;
}

/* Stretches of a document that passages and phrases cover, merged; stock where nothing else covers them. In bytes, where the
 * text does not stand whole. */
const covered = new Map();
function coverage(n) {
  if (covered.has(n)) return covered.get(n);
  const sides = (passagesByDocument().get(n) || []).filter((s) => passes(s.passage));
  const spans = sides.map((s) => [...(isWhole(n) ? [s.begin, s.end] : s.bytes), s.passage.isStock]);
  for (const s of phrasesByDocument().get(n) || []) spans.push([s.begin, s.end, true]);
  spans.sort((x, y) => x[0] - y[0] || y[1] - x[1]);
  const merge = (list, stock) => {
    const out = [];
    for (const [begin, end] of list) {
      const last = out[out.length - 1];
      if (last && begin <= last.end) last.end = Math.max(last.end, end);
      else out.push({ begin, end, stock });
    }
    return out;
  };
  const stretches = [...merge(spans.filter((s) => s[2]), true), ...merge(spans.filter((s) => !s[2]), false)];
  covered.set(n, stretches);
  return stretches;
}

/* The folder that all ids share says nothing about any of them. */
const commonPrefix = lazily(() => {
  if (!DOCS.length || DOCS[0].id === undefined) return 0;
  let length = DOCS[0].id.lastIndexOf('/') + 1;
  for (const d of DOCS) {
    while (length > 0 && !d.id.startsWith(DOCS[0].id.slice(0, length))) {
      length = length > 1 ? DOCS[0].id.lastIndexOf('/', length - 2) + 1 : 0;
    }
  }
  return length;
});
const hidden = () => DATA.anonymous || state.anonymous;
/* Titles that several documents have: 政府工作报告 of 31 provinces. */
const commonTitles = lazily(() => {
  const titles = DOCS.map((d) => d.title).sort();
  return new Set(titles.filter((title, i) => title && title === titles[i - 1]));
});
function nameOf(n) {
  if (hidden()) return t('document', n + 1);
  const { id, title } = DOCS[n];
  const shortId = id.slice(commonPrefix()) || id;
  return !title ? shortId : commonTitles().has(title) ? `${title} (${shortId})` : title;
}
const fullName = (n) => (hidden() ? nameOf(n) : DOCS[n].id);
const dateOf = (n) => (hidden() ? '' : DOCS[n].date || '');
/* `days`: first and last day that a date can mean. Seen earlier: all of them before the other's. */
const seenEarlier = (a, b) => !hidden() && DOCS[a].days && DOCS[b].days && DOCS[a].days[1] < DOCS[b].days[0];

/* The document whose date lies before those of all others that have one; null where dates can't tell. */
function earliestOf(members) {
  const dated = [...new Set(members.map((m) => m.document))].filter((n) => DOCS[n].days);
  const first = dated.find((n) => dated.every((other) => other === n || seenEarlier(n, other)));
  return dated.length > 1 && first !== undefined ? first : null;
}

/* The heading a place stands under: Markdown's, or a short line that begins as Chinese headings do. */
const HEADING = /^(?:#{1,6}\s+.+|(?:第[一二三四五六七八九十百零〇\d]+[章节篇部编]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[\dIVX]+[.．、]\s*(?=\D)).{0,38})$/;
function headingBefore(text, at) {
  let end = text.lastIndexOf('\n', at - 1);
  for (let lines = 0; lines < 2000; lines++) {
    const begin = end < 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    if (end < 0) return '';
    const line = text.slice(begin, end).trim();
    if (HEADING.test(line) && !/[。；;]$/.test(line)) return line.replace(/^#+\s+/, '');
    end = begin - 1;
  }
  return '';
}

function excerpt(n, begin, end, length = 80) {
  const text = textOf(n);
  if (text === null) return '';
  const cut = text.slice(begin, Math.min(end, begin + length)).replace(/\s+/g, ' ').trim();
  return begin + length < end ? `${cut}…` : cut;
}
