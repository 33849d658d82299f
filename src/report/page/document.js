/* document: one document, its figures, its sources, and its text with what is suspected in it. */
function documentFigures(n) {
  const d = DOCS[n];
  const card = (key, part, what) => figureCard(t(key), percent(part, d.tokens), t('shareOf', number(part), number(d.tokens)), what);
  const source = d.largest === undefined ? t('none') : d.largest === n ? t('itself') : documentLink(d.largest);
  return el('dl.figures', null,
    card('ratio', d.reused, t('ratioWhat')),
    card('noQuotes', d.noQuotes, t('noQuotesWhat')),
    card('noStock', d.noStock, t('noStockWhat', DATA.run.run, DATA.run.stock)),
    figureCard(t('largest'), percent(d.largestTokens, d.tokens), source, t('largestWhat')),
    figureCard(t('longest'), inTokens(d.longest), '', t('longestWhat')),
    card('repeated', d.repeated, t('repeatedWhat')));
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
  const open = (p) => { location.hash = `#/pair/${p.a}/${p.b}/${p.index}`; };
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
  strip(n, { class: 'strip tall' }), legendStrip(), documentFigures(n), leftOut(d),
  documentSources(n), documentTemplates(n), documentText(n)];
}
