/* swaps: words that were exchanged again and again; and names that were left behind. */
const swapText = ({ from, to }) => el('span.swap', { dir: 'auto' }, el('del', null, from || t('nothing')),
  el('span.soft', null, ' → '), el('ins', null, to || t('nothing')));

function swapSides(s) {
  if (s.cluster !== undefined) return el('a', { href: `#/cluster/${s.cluster}` }, t('cluster', s.cluster + 1));
  const { a, b } = s.places[0];
  return [own(nameOf(a), 'span.stacked'), own(nameOf(b), 'span.stacked')];
}
const swapNames = (s) => (s.cluster !== undefined ? t('cluster', s.cluster + 1)
  : `${fullName(s.places[0].a)} ↔ ${fullName(s.places[0].b)}`);

function swapsView() {
  const columns = [
    { key: 'swap', label: t('swap'), width: '', value: (s) => `${s.from}→${s.to}`,
      cell: (s) => el('a.main-link', { href: `#/swap/${s.index}` }, swapText(s)) },
    { key: 'times', label: t('times'), numeric: true, width: '6rem', value: (s) => s.count, cell: (s) => `×${number(s.count)}`,
      export: (s) => s.count },
    { key: 'sideA', label: `${t('sideA')} / ${t('sideB')}`, width: '42%', value: swapNames, cell: swapSides },
  ];
  const matches = (s, query) => s.from.toLowerCase().includes(query) || s.to.toLowerCase().includes(query)
    || (s.cluster === undefined && (documentMatches(s.places[0].a, query) || documentMatches(s.places[0].b, query)));
  const made = searchTable({ name: 'swaps', label: t('swaps'), columns, rows: SWAPS, sort: ['times', -1] }, t('searchSwaps'), matches);
  return [heading(1, t('swaps')), el('p.what', null, t('swapsWhat')), made.nodes];
}

/* Every place of one swap, both sides in their context. */
function swapView(id) {
  const s = SWAPS()[Number(id)];
  if (!s) return [heading(1, t('empty'))];
  const column = (side, tag) => ({ key: side, width: '', label: s.cluster !== undefined ? t(side === 'a' ? 'medoid' : 'member')
    : `${t(side === 'a' ? 'sideA' : 'sideB')} ${nameOf(s.places[0][side])}`,
  cell: (p) => [inContext(p[side], p[`${side}Begin`], p[`${side}End`], tag),
    s.cluster === undefined ? null : own(nameOf(p[side]), 'span.under')] });
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (p) => s.places.indexOf(p) + 1,
      cell: (p) => el('a.main-link', { href: placeLink(p) }, String(s.places.indexOf(p) + 1)) },
    column('a', 'del'), column('b', 'ins')];
  return [el('div.title', null, el('h1', null, swapText(s)),
    el('p.summary', null, t('swapSummary', number(s.count)), ' · ', s.cluster !== undefined ? swapSides(s)
      : [own(nameOf(s.places[0].a)), ' ↔ ', own(nameOf(s.places[0].b))])),
  s.count > s.places.length ? el('p.what', null, t('notListed', number(s.count - s.places.length))) : null,
  table({ name: `swap-${s.index}`, label: t('swap'), columns, rows: s.places, sort: ['', 1] }).box];
}

/* The swaps between two documents, as a line of the pair view, from its A to its B. */
function pairSwaps(a, b) {
  const rows = [...(swapsByPair().get(pairKey(a, b)) || [])].sort((x, y) => y.count - x.count);
  if (!rows.length) return null;
  return el('p.facts.swaps', null, el('span.fact', null, t('swaps')), rows.slice(0, 16).map((s) =>
    el('a.fact', { href: `#/swap/${s.index}` }, swapText(s.places[0].a === a ? s : { from: s.to, to: s.from }), ` ×${number(s.count)}`)));
}

function leftView() {
  const columns = [
    { key: 'leftName', label: t('leftName'), width: '16%', value: (l) => l.text, cell: (l) =>
      el('a.main-link', { href: placeLink(l, l.index) }, el('mark.left', { dir: 'auto' }, l.text)) },
    { key: 'kind', label: t('kind'), width: '7rem', wide: true, value: (l) => t(`kind${l.kind}`), cell: (l) => t(`kind${l.kind}`) },
    { key: 'instead', label: t('instead'), width: '9rem', wide: true, value: (l) => l.instead || '', cell: (l) => own(l.instead || '—') },
    { key: 'inText', label: t('inText'), width: '', cell: (l) => inContext(l.a, l.aBegin, l.aEnd, 'mark.left'),
      export: (l) => excerpt(l.a, Math.max(0, l.aBegin - 18), l.aEnd + 18, 200) },
    { key: 'foundIn', label: t('foundIn'), width: '17%', value: (l) => nameOf(l.a), export: (l) => fullName(l.a),
      cell: (l) => documentLink(l.a) },
    { key: 'source', label: t('source'), width: '17%', wide: true, value: (l) => nameOf(l.b), export: (l) => fullName(l.b),
      cell: (l) => documentLink(l.b) },
  ];
  const matches = (l, query) => l.text.toLowerCase().includes(query) || (l.instead || '').toLowerCase().includes(query)
    || documentMatches(l.a, query) || documentMatches(l.b, query);
  const made = searchTable({ name: 'left', label: t('left'), columns, rows: LEFT, sort: ['foundIn', 1] }, t('searchLeft'), matches);
  return [heading(1, t('left')), el('p.what', null, t('leftWhat')), made.nodes];
}

/* The overview's part of them: what tells most, first. */
function foundSections() {
  const left = LEFT().slice(0, 6);
  const swaps = [...SWAPS()].sort((x, y) => y.count - x.count).slice(0, 6);
  const section = (key, rows, count) => (rows.length ? el('section', null, heading(2, t(key)), el('ul.found', null, rows),
    el('p.more', null, el('a', { href: `#/${key}` }, t('allRows', number(count))))) : null);
  return [
    section('left', left.map((l) => el('li', null, el('a.plain-link', { href: placeLink(l, l.index) },
      el('mark.left', { dir: 'auto' }, l.text)), ' ', el('span.soft', null, parts('leftLine', own(nameOf(l.a)), own(nameOf(l.b)))),
    l.instead ? el('span.soft', null, ' · ', t('leftInstead', l.instead)) : null)), LEFT().length),
    section('swaps', swaps.map((s) => el('li', null,
      el('a.plain-link', { href: `#/swap/${s.index}` }, swapText(s), ` ×${number(s.count)}`), ' ',
      el('span.soft', null, s.cluster === undefined ? parts('swapLine', own(nameOf(s.places[0].a)), own(nameOf(s.places[0].b)))
        : t('cluster', s.cluster + 1)))), SWAPS().length)];
}
