/* passages: all of them, to be searched, sorted and reviewed. */
const identityOf = (p) => [p.matched, Math.max(p.tokensA, p.tokensB)];

function passageColumns() {
  return [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (p) => p.index + 1,
      cell: (p) => el('a.main-link', { href: pairLink(p), title: t('openPair', p.index + 1) }, String(p.index + 1)) },
    { key: 'sideA', label: `${t('sideA')} / ${t('sideB')}`, width: '24%', value: (p) => nameOf(p.a),
      export: (p) => `${fullName(p.a)} ↔ ${fullName(p.b)}`,
      cell: (p) => [own(nameOf(p.a), 'span.stacked'), p.a === p.b ? el('span.stacked.soft', null, t('itself'))
        : own(nameOf(p.b), 'span.stacked')] },
    { key: 'text', label: t('start'), width: '', wide: true, cell: (p) => own(excerpt(p.a, p.aBegin, p.aEnd, 70), 'span.quote'),
      export: (p) => excerpt(p.a, p.aBegin, p.aEnd, 70) },
    { key: 'matched', label: t('matched'), numeric: true, width: '6rem', value: (p) => p.matched, cell: (p) => number(p.matched) },
    { key: 'identity', label: t('identity'), numeric: true, width: '6rem', wide: true, value: (p) => share(...identityOf(p)),
      cell: (p) => percent(...identityOf(p)), export: (p) => percent(...identityOf(p)) },
    { key: 'run', label: t('run'), numeric: true, width: '6.4rem', wide: true, value: (p) => p.run, cell: (p) => number(p.run) },
    { key: 'edits', label: t('edits'), numeric: true, width: '5rem', wide: true, value: (p) => p.edits, cell: (p) => number(p.edits) },
    { key: 'review', label: t('review'), width: '8rem', value: (p) => t(markOf(p.index)),
      cell: (p) => markPicker([p.index], t('markOf', p.index + 1)) },
  ];
}

function passageMatches(p, query) {
  if (documentMatches(p.a, query) || documentMatches(p.b, query) || noteOf(p.index).toLowerCase().includes(query)) return true;
  const text = textOf(p.a);
  return text !== null && text.slice(p.aBegin, p.aEnd).toLowerCase().includes(query);
}

function passagesView() {
  const rows = () => PASSAGES.filter(listed);
  const made = searchTable({ name: 'passages', label: t('passages'), columns: passageColumns(), rows, sort: ['matched', -1] },
    t('searchPassages'), passageMatches);
  return [heading(1, t('passages')), heldRows('passages', PASSAGES.length), marksBar(), made.nodes];
}
