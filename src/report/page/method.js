/* method: what the figures mean, how the run was made, and how the report can be checked. */
function methodFigures() {
  const items = [['ratio', t('ratioWhat')], ['noQuotes', t('noQuotesWhat')], ['noStock', t('noStockWhat', DATA.run.run, DATA.run.stock)],
    ['largest', t('largestWhat')], ['longest', t('longestWhat')], ['repeated', t('repeatedWhat')], ['exclusive', t('sourcesWhat')]];
  return el('dl.terms', null, items.map(([key, what]) => [el('dt', null, key === 'exclusive' ? `${t('exclusive')} / ${t('full')}` : t(key)),
    el('dd', null, what)]), TERMS.map(([term, what]) => [el('dt', null, say(term)), el('dd', null, say(what))]));
}

function optionTable() {
  const shown = (value) => (value === true ? t('yes') : value === false ? t('no') : String(value));
  const rows = OPTIONS.map(([key, flag, what]) => el('tr', null, el('td', null, el('code', null, flag || key)),
    el('td.numeric', null, shown(DATA.run[key])), el('td', null, say(what))));
  const head = ['option', 'value', 'meaning'].map((key) => el('th', { scope: 'col' }, t(key)));
  return el('table.table.free', null, el('thead', null, el('tr', null, head)), el('tbody', null, rows));
}

function checkSection() {
  return el('section.whole', null, heading(2, t('checkTitle')), el('p.stamp', null, DATA.number), el('p', null, t('checkText')),
    el('pre', { tabindex: 0 }, `leitong report --verify ${DATA.number} DIR`));
}

function methodView() {
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4rem', value: (n) => n + 1, cell: (n) => String(n + 1) },
    { key: 'name', label: t('name'), width: '', value: fullName, cell: (n) => own(fullName(n)) },
    { key: 'hash', label: t('hash'), width: '21rem', value: (n) => (hidden() ? '—' : DOCS[n].hash),
      cell: (n) => el('code', null, hidden() ? '—' : DOCS[n].hash) },
    { key: 'encoding', label: t('encoding'), width: '7rem', wide: true, value: (n) => DOCS[n].encoding, cell: (n) => DOCS[n].encoding },
    { key: 'size2', label: t('size2'), numeric: true, width: '7rem', wide: true, value: (n) => DOCS[n].bytes,
      cell: (n) => number(DOCS[n].bytes) }];
  const rows = DOCS.map((d, n) => n);
  return [heading(1, t('method')),
    el('section', null, heading(2, t('figuresTitle')), el('p.what', null, t('howCounted')), methodFigures()),
    el('section', null, heading(2, t('optionsTitle')), optionTable()), checkSection(),
    el('section', null, heading(2, t('inputsTitle')), el('p.what', null, t('inputsWhat')),
      table({ name: 'inputs', label: t('inputsTitle'), columns, rows, sort: ['number', 1] }).box)];
}
