/* swaps: pairs of which one document was made from the other, words that were exchanged there, and names that were left behind. */
const swapText = ({ from, to }) => el('span.swap', { dir: 'auto' }, el('del', null, from || t('nothing')),
  el('span.soft', null, ' → '), el('ins', null, to || t('nothing')));

/* Who was made from whom, as far as that is known. */
const adaptedLink = (r) => `#/pair/${Math.min(r.a, r.b)}/${Math.max(r.a, r.b)}`;
const adaptedNames = (r) => [own(nameOf(r.copy)), r.copyBy ? ' ← ' : ' ↔ ', own(nameOf(r.source))];
const unsure = (r) => (r.copyBy ? null : el('span.soft', { title: t('copyUnknown') }, ' ?'));
const adaptedFacts = (r) => [percent(r.matched, r.tokens), t('swapsOfPair', number(r.swaps), number(r.places)),
  r.left ? t('leftCount', number(r.left)) : ''].filter(Boolean).join(t('comma'));
const adaptedHow = (r) => [t(`adaptedBy${r.by}`), r.copyBy ? t(`copyBy${r.copyBy}`) : t('copyUnknown')].join(t('comma'));

function adaptedView() {
  const link = (r) => el('a.main-link', { href: adaptedLink(r), title: fullName(r.copy) }, own(nameOf(r.copy)), unsure(r));
  const figure = (key, label, wide) => ({ key, label: t(label), numeric: true, width: '6rem', wide, value: (r) => r[key],
    cell: (r) => number(r[key]) });
  const columns = [
    { key: 'copy', label: t('copy'), width: '', value: (r) => nameOf(r.copy), export: (r) => fullName(r.copy), cell: link },
    { key: 'madeFrom', label: t('madeFrom'), width: '', value: (r) => nameOf(r.source), export: (r) => fullName(r.source),
      cell: (r) => [documentLink(r.source), unsure(r)] },
    { key: 'share', label: t('share'), numeric: true, width: '6rem', value: (r) => r.share, cell: (r) => percent(r.matched, r.tokens) },
    figure('left', 'left', true), figure('swaps', 'swaps', true), figure('places', 'times', true),
    { key: 'how', label: t('how'), width: '22%', wide: true, value: adaptedHow, cell: adaptedHow },
    { key: 'review', label: t('review'), width: '8rem', wide: true, value: (r) => t(markOf(adaptedKey(r))),
      cell: (r) => markPicker([adaptedKey(r)], t('markOfPair', nameOf(r.copy), nameOf(r.source))) },
  ];
  const matches = (r, query) => documentMatches(r.a, query) || documentMatches(r.b, query);
  const rows = () => ADAPTED().filter((r) => pairListed(r.a, r.b) && reviewed(adaptedKey(r)))
    .sort((x, y) => y.weight - x.weight);
  const made = searchTable({ name: 'adapted', label: t('adapted'), columns, rows, sort: ['', 1] }, t('searchPairs'), matches);
  return [heading(1, t('adapted')), el('p.what', null, t('adaptedWhat')), heldRows('adapted', ADAPTED().length), made.nodes];
}

/* What a pair's page says of its adaptation. */
function pairAdapted(a, b) {
  const r = adaptedByPair().get(pairKey(a, b));
  return r ? el('p.facts.adapted', null, el('span.fact', null, t('adapted')), adaptedNames(r[0]), ' · ', adaptedFacts(r[0]), ' · ',
    adaptedHow(r[0])) : null;
}

const swapSides = (s) => [own(nameOf(s.places[0].a), 'span.stacked'), own(nameOf(s.places[0].b), 'span.stacked')];

function swapsView() {
  const columns = [
    { key: 'swap', label: t('swap'), width: '', value: (s) => `${s.from}→${s.to}`,
      cell: (s) => el('a.main-link', { href: `#/swap/${s.index}` }, swapText(s)) },
    { key: 'kind', label: t('kind'), width: '7rem', wide: true, value: (s) => t(`kind${s.kind}`), cell: (s) => t(`kind${s.kind}`) },
    { key: 'times', label: t('times'), numeric: true, width: '6rem', value: (s) => s.count,
      cell: (s) => `×${number(s.count)}`, export: (s) => s.count },
    { key: 'pairs', label: t('pairs'), numeric: true, width: '6rem', value: (s) => s.pairs, cell: (s) => number(s.pairs) },
    { key: 'sideA', label: t('firstPair'), width: '36%', cell: swapSides,
      value: (s) => `${fullName(s.places[0].a)} ${fullName(s.places[0].b)}` },
  ];
  const matches = (s, query) => s.from.toLowerCase().includes(query) || s.to.toLowerCase().includes(query)
    || s.places.some((p) => documentMatches(p.a, query) || documentMatches(p.b, query));
  const made = searchTable({ name: 'swaps', label: t('swaps'), columns, rows: SWAPS, sort: ['times', -1] }, t('searchSwaps'), matches);
  return [heading(1, t('swaps')), el('p.what', null, t('swapsWhat')), heldRows('swaps', SWAPS().length), made.nodes];
}

/* Every place of one swap, both sides in their context. */
function swapView(id) {
  const s = SWAPS()[Number(id)];
  if (!s) return [heading(1, t('empty'))];
  const column = (side, label, tag) => ({ key: side, width: '', label, value: (p) => nameOf(p[side]),
    cell: (p) => [inContext(p[side], p[`${side}Begin`], p[`${side}End`], tag), own(nameOf(p[side]), 'span.under')] });
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (p) => p.number,
      cell: (p) => el('a.main-link', { href: placeLink(p) }, String(p.number)) },
    column('a', s.directed ? t('source') : t('sideA'), 'del'), column('b', s.directed ? t('copy') : t('sideB'), 'ins')];
  const rows = s.places.map((p, i) => ({ ...p, number: i + 1 }));
  return [el('div.title', null, el('h1', null, swapText(s)),
    el('p.summary', null, t('swapSummary', number(s.count), number(s.pairs)), s.directed ? '' : [' · ', t('copyUnknown')])),
  s.count > s.places.length ? el('p.what', null, t('notListed', number(s.count - s.places.length))) : null,
  table({ name: `swap-${s.index}`, label: t('swap'), columns, rows, sort: ['', 1] }).box];
}

/* The swaps between two documents, as a line of the pair view, from its A to its B. */
function pairSwaps(a, b) {
  const rows = [...(swapsByPair().get(pairKey(a, b)) || [])].sort((x, y) => y.count - x.count);
  if (!rows.length) return null;
  return el('p.facts.swaps', null, el('span.fact', null, t('swaps')), rows.slice(0, 16).map(({ swap, from, count }) =>
    el('a.fact', { href: `#/swap/${swap.index}` }, swapText(from === a ? swap : { from: swap.to, to: swap.from }), ` ×${number(count)}`)));
}

function leftView() {
  const columns = [
    { key: 'leftName', label: t('leftName'), width: '8rem', value: (l) => l.text, cell: (l) =>
      el('a.main-link', { href: placeLink(l, l.index) }, el('mark.left', { dir: 'auto' }, l.text)) },
    { key: 'kind', label: t('kind'), width: '5rem', wide: true, value: (l) => t(`kind${l.kind}`), cell: (l) => t(`kind${l.kind}`) },
    { key: 'instead', label: t('instead'), width: '7rem', wide: true, value: (l) => l.instead || '', cell: (l) => own(l.instead || '—') },
    { key: 'inText', label: t('inText'), width: '', wide: true, cell: (l) => inContext(l.a, l.aBegin, l.aEnd, 'mark.left'),
      export: (l) => excerpt(l.a, Math.max(0, l.aBegin - 18), l.aEnd + 18, 200) },
    { key: 'foundIn', label: t('foundIn'), width: innerWidth < 700 ? '' : '9rem', value: (l) => nameOf(l.a), export: (l) => fullName(l.a),
      cell: (l) => documentLink(l.a) },
    { key: 'source', label: t('source'), width: '14%', wide: true, value: (l) => nameOf(l.b), export: (l) => fullName(l.b),
      cell: (l) => documentLink(l.b) },
    { key: 'review', label: t('review'), width: '7.5rem', wide: true, value: (l) => t(markOf(leftKey(l))),
      cell: (l) => markPicker([leftKey(l)], t('markOfName', l.text)) },
  ];
  const rows = () => LEFT().filter((l) => pairListed(l.a, l.b) && reviewed(leftKey(l)));
  const matches = (l, query) => l.text.toLowerCase().includes(query) || (l.instead || '').toLowerCase().includes(query)
    || documentMatches(l.a, query) || documentMatches(l.b, query);
  const made = searchTable({ name: 'left', label: t('left'), columns, rows, sort: ['foundIn', 1] }, t('searchLeft'), matches);
  return [heading(1, t('left')), el('p.what', null, t('leftWhat')), heldRows('left', LEFT().length), made.nodes];
}

/* The overview's part of them: what tells most, first. */
function foundSections() {
  const left = LEFT().filter((l) => pairListed(l.a, l.b) && notDismissed(leftKey(l))).slice(0, 6);
  const swaps = SWAPS().slice(0, 6);
  const adapted = ADAPTED().filter((r) => pairListed(r.a, r.b) && notDismissed(adaptedKey(r)))
    .sort((x, y) => y.weight - x.weight).slice(0, 6);
  const section = (key, rows, count) => (rows.length ? el('section', null, heading(2, t(key)), el('ul.found', null, rows),
    el('p.more', null, el('a', { href: `#/${key}` }, t('allRows', number(count))))) : null);
  return [
    section('adapted', adapted.map((r) => el('li', null, el('a.plain-link', { href: adaptedLink(r) }, adaptedNames(r)), ' ',
      el('span.soft', null, adaptedFacts(r)))), DATA.totals.adapted),
    section('left', left.map((l) => el('li', null, el('a.plain-link', { href: placeLink(l, l.index) },
      el('mark.left', { dir: 'auto' }, l.text)), ' ', el('span.soft', null, parts('leftLine', own(nameOf(l.a)), own(nameOf(l.b)))),
    l.instead ? el('span.soft', null, ' · ', t('leftInstead', l.instead)) : null)), DATA.totals.left),
    section('swaps', swaps.map((s) => el('li', null,
      el('a.plain-link', { href: `#/swap/${s.index}` }, swapText(s), ` ×${number(s.count)}`), ' ',
      el('span.soft', null, t('inPairs', number(s.pairs))))), DATA.totals.swaps)];
}
