/* texts: wording that stands in several places, and its versions, one under the other. */
const placeOf = ([document, begin, end]) => ({ document, begin, end });
const TEXTS = lazily(() => embedded('texts').map((r) => ({ ...r, index: r.number, representative: placeOf(r.representative),
  places: tuples(r.places, 3).map(placeOf) })));

const TEXT_KINDS = ['sharedByFew', 'formula', 'repetition', 'boilerplate']; /* as the result numbers them */
const textKind = (kind) => t(TEXT_KINDS[kind]);
const textStart = (text, length) => excerpt(text.representative.document, text.representative.begin, text.representative.end, length);

function textsView() {
  const kept = (text) => new Set(text.places.map((p) => p.document).filter((n) => !filters.without.has(n))).size;
  const rows = () => TEXTS().filter((text) => (filters.kind === '' || text.kind === Number(filters.kind))
    && kept(text) > (text.documents > 1 ? 1 : 0));
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (r) => r.index + 1,
      cell: (r) => el('a.main-link', { href: `#/text/${r.index}`, 'aria-label': t('textNumber', r.index + 1) }, String(r.index + 1)) },
    { key: 'kind', label: t('kind'), width: '9rem', wide: true, value: (r) => textKind(r.kind), cell: (r) => textKind(r.kind) },
    { key: 'text', label: t('start'), width: '', cell: (r) => own(textStart(r, 110), 'span.quote'), export: (r) => textStart(r, 1000) },
    { key: 'size', label: t('size'), numeric: true, width: '5rem', value: (r) => r.size, cell: (r) => number(r.size) },
    { key: 'documentCount', label: t('documentCount'), numeric: true, width: '6rem', value: (r) => r.documents,
      cell: (r) => number(r.documents) },
  ];
  const matches = (r, query) => textStart(r, 1000).toLowerCase().includes(query)
    || r.places.some((p) => documentMatches(p.document, query));
  const made = searchTable({ name: 'texts', label: t('texts'), columns, rows, sort: ['', 1] }, t('searchPassages'), matches);
  return [heading(1, t('texts')), el('p.what', null, t('textsWhat')), heldRows('texts', TEXTS().length), made.nodes];
}

/* The passage that shows a version beside the representative, and which side of it is which. */
function besideRepresentative(text, version) {
  const meets = (p, side, at) => p[side] === at.document && p[`${side}Begin`] < at.end && p[`${side}End`] > at.begin;
  for (const p of passagesByPair().get(pairKey(text.representative.document, version.document)) || []) {
    if (meets(p, 'a', version) && meets(p, 'b', text.representative)) return { p, side: 'a', other: 'b' };
    if (meets(p, 'b', version) && meets(p, 'a', text.representative)) return { p, side: 'b', other: 'a' };
  }
  return null;
}

/* What of a version differs from the representative is marked. */
function versionBody(version, beside) {
  const whole = textOf(version.document);
  if (whole === null) return el('p.empty', null, t('noText', whyNoText(version.document) || ''));
  const span = beside === null ? {} : pairSpan(beside.p, beside.side, beside.other, textOf(beside.p[beside.other]));
  return el('div.text', { dir: 'auto' }, stretchNodes(whole, version.document, { begin: version.begin, end: version.end, span }, 'b'));
}

function versionItem(text, version, earliest) {
  const { document: n, begin, end } = version;
  const isMedoid = n === text.representative.document && begin === text.representative.begin;
  const beside = isMedoid ? null : besideRepresentative(text, version);
  const href = beside === null ? `#/document/${n}/${begin}/${end}` : `#/pair/${beside.p.a}/${beside.p.b}/${beside.p.index}`;
  const facts = [dateOf(n), n === earliest ? t('earliest') : '', isMedoid ? t('representative') : ''].filter(Boolean).join(' · ');
  const head = [el('a', { href, title: fullName(n) }, own(nameOf(n))), el('span.soft', null, ` ${facts}`)];
  return el('li', null, el('p.version-head', null, head), versionBody(version, beside));
}

/* All versions of one text, the earliest first. */
function textView(id) {
  const text = TEXTS().find((one) => one.index === Number(id));
  if (!text) return [heading(1, t('empty'))];
  const line = timeline(text.places);
  const when = (n) => (DOCS[n].days && !hidden() ? DOCS[n].days[0] : Number.MAX_SAFE_INTEGER);
  const order = [...text.places].sort((x, y) => when(x.document) - when(y.document) || x.document - y.document || x.begin - y.begin);
  const earliest = earliestOf(text.places);
  return [el('div.title', null, heading(1, t('textNumber', text.index + 1)),
    el('p.summary', null, `${textKind(text.kind)} · ${t('size')} ${number(text.size)} · `
      + `${t('documentCount')} ${number(text.documents)}`)),
  line ? el('section', null, heading(2, t('timeline')), line) : null,
  heading(2, t('versions')), el('p.what', null, t('versionsWhat')),
  text.size > order.length ? el('p.what', null, t('notListed', number(text.size - order.length))) : null,
  el('ol.versions', null, order.map((version) => versionItem(text, version, earliest)))];
}
