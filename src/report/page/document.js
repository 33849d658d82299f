/* document: one document, its figures, its sources, and its text with what is suspected in it. */
function documentFigures(n) {
  const d = DOCS[n];
  const f = figuresOf(n);
  const card = (key, part, what) => figureCard(t(key), shareText(part, d.tokens),
    part === null ? '' : t('shareOf', number(part), number(d.tokens)), what);
  const ofAll = (part) => (state.stock ? part : null);
  const source = f.largest === undefined ? t('none') : documentLink(f.largest);
  return el('dl.figures', null,
    state.stock ? card('ratio', f.reused, t('ratioWhat')) : null,
    card('noStock', f.noStock, t('noStockWhat', DATA.run.run, DATA.run.stock)),
    card('noQuotes', ofAll(f.noQuotes), t('noQuotesWhat')),
    figureCard(t('largest'), shareText(ofAll(f.largestTokens), d.tokens), ofAll(f.largestTokens) === null ? '' : source, t('largestWhat')),
    figureCard(t('longest'), ofAll(f.longest) === null ? '—' : inTokens(f.longest), '', t('longestWhat')),
    card('repeated', d.repeated, t('repeatedWhat')));
}

/* Where its share stands among those of all documents. */
function documentStanding(n) {
  const shares = remaining().filter((m) => figuresOf(m).main !== null).map((m) => [share(figuresOf(m).main, DOCS[m].tokens), m]);
  if (figuresOf(n).main === null || shares.length < 2 || DATA.sheet !== undefined) return null;
  const own = share(figuresOf(n).main, DOCS[n].tokens);
  const sortedShares = shares.map(([part]) => part).sort((x, y) => y - x);
  return el('p.what.standing', null, t('standing', mainLabel(), number(sortedShares.filter((part) => part > own).length + 1),
    number(shares.length), percent(sortedShares[Math.floor(shares.length / 2)], 1)));
}

function documentSources(n) {
  const d = DOCS[n];
  const rows = sourcesByDocument().get(n) || [];
  const columns = [
    { key: 'source', label: t('source'), width: '', value: (s) => nameOf(s.source), export: (s) => fullName(s.source),
      cell: (s) => el('a.main-link', { href: `#/pair/${Math.min(n, s.source)}/${Math.max(n, s.source)}`, title: fullName(s.source) },
        s.source === n ? t('itself') : own(nameOf(s.source))) },
    ...['exclusive', 'full'].map((key) => ({ key, label: t(key), numeric: true, width: '11rem', value: (s) => s[key],
      cell: (s) => `${number(s[key])} · ${percent(s[key], d.tokens)}` })),
    { key: 'without', label: t('without'), width: '8rem', export: null, cell: (s) => (s.source === n ? ''
      : checkbox(t('leaveOut'), filters.without.has(s.source), (on) => leaveOut(s.source, on), { id: `without-${s.source}` })) },
  ];
  if (!rows.length) return null;
  return el('section', null, heading(2, t('sources')), el('p.what', null, t('sourcesWhat')),
    table({ name: `sources-${n}`, label: t('sources'), columns, rows, sort: ['full', -1] }).box);
}

function documentText(n) {
  if (!DOCS[n].text) {
    const why = whyNoText(n);
    return el('section', null, heading(2, t('textOf')), el('p.what', null, why ? t('noText', why) : t('nothingFound')));
  }
  const spans = (passagesByDocument().get(n) || []).filter((s) => listed(s.passage));
  const open = (p) => { location.hash = pairLink(p); };
  return el('section', null, heading(2, t('textOf')), el('p.what', null, t('textWhat'), isWhole(n) ? '' : [' ',
    t('textParts', hidden() ? `${n + 1}` : DOCS[n].id)]),
    el('div.page', null, textBody({ document: n, spans, chosen: -1, side: 'a', fold: false, choose: open,
      label: (p) => String(p.index + 1) })));
}

function documentView(id, begin, end) {
  const n = Number(id);
  Object.assign(place, { document: begin === undefined ? -1 : n, begin: Number(begin), end: Number(end) });
  const d = DOCS[n];
  if (!d) return [heading(1, t('noDocument'))];
  requestAnimationFrame(() => {
    const node = begin === undefined ? null : document.querySelector('.place');
    if (node) node.scrollIntoView({ block: 'center' });
  });
  const facts = hidden() ? [] : [d.title ? d.id : '', d.author, d.date, d.series].filter(Boolean);
  return [el('div.title', null, el('h1', null, own(nameOf(n))),
    el('p.summary', null, facts.map((f) => [own(f), ' · ']), t('facts', d.encoding, number(d.bytes), number(d.paragraphs)))),
  strip(n, { class: 'strip tall' }), legendStrip(), documentFigures(n), documentStanding(n),
  filters.without.size ? null : leftOut(d),
  documentSources(n), documentTemplates(n), documentText(n)];
}
