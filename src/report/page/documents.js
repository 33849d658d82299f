/* documents: all of them in one table, the most telling first, each with the places where its reuse lies. */
function documentColumns() {
  const ratio = (key, part, classes) => ({
    key, label: t(key), numeric: true, width: '7rem', ...classes, value: (n) => shareValue(part(n), DOCS[n].tokens),
    cell: (n) => shareText(part(n), DOCS[n].tokens), export: (n) => shareText(part(n), DOCS[n].tokens),
  });
  const figure = (key) => (n) => figuresOf(n)[key];
  return [
    { key: 'number', label: t('number'), numeric: true, width: '4rem', wide: true, value: (n) => n + 1, cell: (n) => String(n + 1) },
    { key: 'name', label: t('name'), width: '', value: nameOf, export: fullName, cell: (n) => [documentLink(n, '.main-link'),
      own(underName(n), 'span.under')] },
    { key: 'tokenCount', label: t('tokenCount'), numeric: true, width: '6rem', wide: true, value: (n) => DOCS[n].tokens,
      cell: (n) => number(DOCS[n].tokens) },
    ...(state.stock ? [ratio('ratio', figure('reused')), ratio('noQuotes', figure('noQuotes'), { wide: true })] : []),
    ratio('noStock', figure('noStock'), { wide: state.stock }),
    ...(state.stock ? [ratio('largest', figure('largestTokens'), { wide: true }),
      { key: 'longest', label: t('longest'), numeric: true, width: '6.4rem', wide: true, value: (n) => figuresOf(n).longest || 0,
        cell: (n) => (figuresOf(n).longest === null ? '—' : number(figuresOf(n).longest)) }] : []),
    ratio('repeated', (n) => DOCS[n].repeated, { wide: true }),
    { key: 'position', label: t('position'), width: '18%', cell: (n) => strip(n) },
  ];
}

/* What tells a document from others: its date and author, else how it begins. */
function underName(n) {
  const known = [dateOf(n), hidden() ? '' : DOCS[n].author].filter(Boolean);
  return known.length ? known.join(' · ') : excerpt(n, 0, DOCS[n].size, 40).replace(/^#+ */, '');
}

function documentMatches(n, query) {
  const d = DOCS[n];
  const fields = hidden() ? [nameOf(n)] : [d.id, d.title, d.author, d.series, d.date];
  return fields.some((field) => field && field.toLowerCase().includes(query));
}

function documentsView() {
  const rows = () => DATA.ranked.filter((n) => !filters.without.has(n));
  const made = searchTable({ name: 'documents', label: t('documents'), columns: documentColumns(), rows, sort: ['', 1] },
    t('searchDocuments'), documentMatches);
  return [heading(1, t('documents')), legendStrip(), made.nodes];
}

function legendStrip() {
  return el('p.legend', null, el('span.swatch.reuse', null), t('reused'), el('span.swatch.grey', null), t('stock'));
}
