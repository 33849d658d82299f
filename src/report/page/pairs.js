/* pairs: who took from whom: each pair of documents with its cases, the most telling first. */
const CASES = lazily(() => DATA.cases.map(([index, matchedA, matchedB, ...numbers]) => {
  const passages = numbers.map((i) => byNumber.get(i));
  const best = passages.reduce((most, p) => (p.matched > most.matched ? p : most));
  return { index, a: best.a, b: best.b, matchedA, matchedB, passages, best };
}));
/* Cases as the filters leave them: with a passage that is listed. */
const casesListed = () => CASES().filter((c) => c.passages.some(listed));

/* {copy, source, told, cases …}: where dates tell (or else names left behind), `copy` is the later document; otherwise the one of
 * which more stands in the other. */
function pairRow(cases) {
  const { a, b } = cases[0];
  const part = (from, to) => share(sharedWith(from, to), DOCS[from].tokens);
  const dated = Boolean(seenEarlier(a, b) || seenEarlier(b, a));
  const adapted = dated ? undefined : (adaptedByPair().get(pairKey(a, b)) || []).find((r) => r.copyBy);
  const turned = dated ? seenEarlier(a, b) : adapted ? adapted.copy === b : part(b, a) > part(a, b);
  const [copy, source] = turned ? [b, a] : [a, b];
  return { a, b, copy, source, dated, told: dated || Boolean(adapted), cases, best: cases[0].best,
    copied: sharedWith(copy, source), given: sharedWith(source, copy) };
}
/* Pairs that share nothing but formulas of many documents and boilerplate come behind the others. */
const isCommon = (cases) => cases.every((c) => c.passages.every((p) => !listed(p) || TEXT_KINDS[p.kind] === 'formula'
  || TEXT_KINDS[p.kind] === 'boilerplate'));
function documentPairs() {
  const pairs = [...grouping(casesListed().filter((c) => c.a !== c.b), (c) => pairKey(c.a, c.b)).values()];
  return [...pairs.filter((cases) => !isCommon(cases)), ...pairs.filter(isCommon)].map((cases, rank) => ({ ...pairRow(cases), rank }));
}
/* Not all of it was dismissed. */
const isOpen = (cases) => cases.some((c) => c.passages.some((p) => notDismissed(p.index)));
const pairDates = (r) => (r.dated ? [dateOf(r.source), ' → ', dateOf(r.copy)] : []);

function pairsView() {
  const numbers = (r) => r.cases.flatMap((c) => c.passages.map((p) => p.index));
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4rem', value: (r) => r.rank + 1,
      cell: (r) => el('a.main-link', { href: pairLink(r.best), title: t('openPair', r.best.index + 1) }, String(r.rank + 1)) },
    { key: 'copy', label: `${t('later')} / ${t('earlier')}`, width: '', value: (r) => nameOf(r.copy),
      export: (r) => `${fullName(r.copy)} ${r.told ? '←' : '↔'} ${fullName(r.source)}`,
      cell: (r) => [own(nameOf(r.copy), 'span.stacked'), el('span.stacked.soft', null, r.told ? '← ' : '↔ ', own(nameOf(r.source)))] },
    { key: 'text', label: t('start'), width: '26%', wide: true, export: (r) => excerpt(r.best.a, r.best.aBegin, r.best.aEnd, 70),
      cell: (r) => own(excerpt(r.best.a, r.best.aBegin, r.best.aEnd, 70), 'span.quote') },
    { key: 'copied', label: t('copied'), numeric: true, width: '6rem', value: (r) => share(r.copied, DOCS[r.copy].tokens),
      cell: (r) => percent(r.copied, DOCS[r.copy].tokens), export: (r) => percent(r.copied, DOCS[r.copy].tokens) },
    { key: 'given', label: t('given'), numeric: true, width: '6rem', wide: true, value: (r) => share(r.given, DOCS[r.source].tokens),
      cell: (r) => percent(r.given, DOCS[r.source].tokens), export: (r) => percent(r.given, DOCS[r.source].tokens) },
    { key: 'equalTokens', label: t('equalTokens'), numeric: true, width: '6rem', wide: true, value: (r) => r.copied,
      cell: (r) => number(r.copied) },
    { key: 'dates', label: t('dates'), width: '13rem', wide: true, value: (r) => dateOf(r.copy),
      cell: (r) => own(pairDates(r).join(''), 'span') },
    { key: 'review', label: t('review'), width: '8rem', wide: true, value: (r) => t(commonMark(numbers(r))),
      cell: (r) => markPicker(numbers(r), t('markOfPair', nameOf(r.copy), nameOf(r.source))) },
  ];
  const matches = (r, query) => documentMatches(r.a, query) || documentMatches(r.b, query);
  const made = searchTable({ name: 'pairs', label: t('pairs'), columns, rows: documentPairs, sort: ['', 1] }, t('searchPairs'), matches);
  return [heading(1, t('pairs')), el('p.what', null, t('pairsWhat')), heldRows('cases', CASES().length), marksBar(), made.nodes];
}
