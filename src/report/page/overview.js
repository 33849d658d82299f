/* overview: the figures with what they mean, what is most telling, what is most reused, and what was not compared. */
const documentLink = (n, classes = '') => el(`a${classes}`, { href: `#/document/${n}`, title: fullName(n) }, own(nameOf(n)));

/* A number of tokens whose unit is small. */
const inTokens = (n) => parts('tokens', number(n)).map((piece, i) => (i === 1 ? piece : el('small', null, piece)));

/* The document that is first by `value`, and -1 where there is none. */
function topDocument(value) {
  let best = -1;
  let most = 0;
  for (const n of remaining()) if (value(n) > most) { best = n; most = value(n); }
  return best;
}

/* A figure that can't be counted anew says so. */
function figureCard(label, value, how, what) {
  const known = value !== '—';
  return el(`div.figure${known ? '' : '.unknown'}`, null, el('dt', null, label), el('dd', null, el('strong', null, value),
    el('span.how', null, how), el('span.what', null, known ? what : t('notAnew'))));
}

function overviewFigures() {
  const tokens = figureSum('tokens');
  const whole = (key) => {
    const sum = figureSum(key);
    return [shareText(sum, tokens), sum === null ? '' : t('shareOf', number(sum), number(tokens))];
  };
  const largest = topDocument((n) => shareValue(figuresOf(n).largestTokens, DOCS[n].tokens));
  const longest = topDocument((n) => figuresOf(n).longest);
  const card = (key, [value, how], what) => figureCard(t(key), value, how, what);
  const none = ['—', ''];
  const allKnown = state.stock && remaining().every((n) => figuresOf(n).largestTokens !== null);
  return el('dl.figures', null,
    state.stock ? card('ratio', whole('reused'), t('ratioWhat')) : null,
    card('noStock', whole('noStock'), t('noStockWhat', DATA.run.run, DATA.run.stock)),
    card('noQuotes', state.stock ? whole('noQuotes') : none, t('noQuotesWhat')),
    card('largest', !allKnown ? none : largest < 0 ? ['0.0%', '']
      : [percent(figuresOf(largest).largestTokens, DOCS[largest].tokens), parts('largestTop', documentLink(largest))], t('largestWhat')),
    card('longest', !state.stock || filters.without.size ? none : longest < 0 ? ['0', '']
      : [inTokens(figuresOf(longest).longest), parts('longestTop', documentLink(longest))], t('longestWhat')),
    card('repeated', whole('repeated'), t('repeatedWhat')));
}

/* What of the reused tokens other rates leave out, and what is equal elsewhere and counts in none; d: a document, or sums. */
const leftOut = (d) => el('p.what', null, t('leftOut', number(d.reused - d.noQuotes), number(d.reused - d.noStock),
  number(d.excluded), number(d.boilerplate)));

function overviewLeftOut() {
  const keys = ['reused', 'noQuotes', 'noStock', 'excluded', 'boilerplate'];
  return filters.without.size ? null : leftOut(Object.fromEntries(keys.map((key) => [key, figureSum(key)])));
}

function passageSummary(p, facts) {
  const names = p.a === p.b ? [own(nameOf(p.a)), t('besides')] : [own(nameOf(p.a)), ' ↔ ', own(nameOf(p.b))];
  return el('li', null,
    el('a.lead', { href: pairLink(p), title: t('openPair', p.index + 1) },
      el('span.lead-names', null, names),
      el('span.lead-facts', null, facts),
      own(excerpt(p.a, p.aBegin, p.aEnd, 90), 'span')));
}

/* A case within one document. */
function repeatSummary(c) {
  const tokens = Math.min(c.matchedA, c.matchedB);
  return passageSummary(c.best, [t('tokens', number(tokens)), ' · ', percent(tokens, DOCS[c.a].tokens), ' · ',
    t('passageCount', number(c.passages.length))]);
}

/* Who took from whom, as far as dates tell: how much of the later document stands in the earlier one. */
function takenSummary(r) {
  const part = (n, tokens) => percent(tokens, DOCS[n].tokens);
  const names = r.told ? parts(r.dated ? 'standsIn' : 'adaptedFrom', own(nameOf(r.copy)), part(r.copy, r.copied), own(nameOf(r.source)))
    : parts('haveAlike', own(nameOf(r.copy)), own(nameOf(r.source)), part(r.copy, r.copied), part(r.source, r.given));
  return el('li', null,
    el('a.lead', { href: pairLink(r.best), title: t('openPair', r.best.index + 1) },
      el('span.lead-names.whole', null, names),
      el('span.lead-facts', null, pairDates(r), r.dated ? ' · ' : '', t('tokens', number(r.copied))),
      own(excerpt(r.best.a, r.best.aBegin, r.best.aEnd, 90), 'span')));
}

function formulaSummary([passage, documents]) {
  return passageSummary(byNumber.get(passage), [t('inDocuments', number(documents))]);
}

/* The head of a list, where it has rows. */
function headSection(key, rows, summary) {
  return rows.length ? [heading(2, t(key)), el('ol.leads', null, rows.map(summary))] : [];
}

function documentSummary(n) {
  const d = DOCS[n];
  return el('li', null, el('a.lead', { href: `#/document/${n}`, title: fullName(n) },
    el('span.lead-names', null, own(nameOf(n))), el('span.lead-facts', null, shareText(figuresOf(n).main, d.tokens)), strip(n)));
}

function skippedSection() {
  const rows = DATA.skipped.map((s) => el('tr', null,
    el('td', null, say(s.what)), el('td', null, say(s.reason)),
    el('td.numeric', null, number(s.count)),
    el('td', null, hidden() ? '—' : el('ul.plain', null, s.examples.map((text) => own(text, 'li'))))));
  const head = ['what', 'reason', 'count', 'examples'].map((key) => el('th', { scope: 'col' }, t(key)));
  const body = rows.length ? el('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('notCompared') },
    el('table.table.free', null, el('thead', null, el('tr', null, head)), el('tbody', null, rows)))
    : el('p', null, t('nothingSkipped'));
  return el('section', { id: 'skipped' }, heading(2, t('notCompared')), el('p.what', null, t('notComparedWhat')), body);
}

/* ' · 3 templates, 2 swaps …' where there are any. */
function foundSummary() {
  const counts = [['templates', DATA.totals.templates], ['adapted', DATA.totals.adapted],
    ['swaps', DATA.totals.swaps], ['left', DATA.totals.left]];
  return counts.filter(([, count]) => count > 0)
    .map(([key, count]) => [' ', el('a', { href: `#/${key}` }, t(`${key}Count`, number(count)))]);
}

function overviewTitle(level) {
  const r = DATA.run;
  const found = DATA.totals.passages > 0;
  return el('div.title', null, heading(level, DATA.title || t('title')),
    el('p.summary', null, t(found ? 'summary' : 'summaryNone', number(r.documents), number(r.tokens), number(DATA.totals.passages),
      number(DATA.totals.clusters)), foundSummary()),
    el('p.stamp', null, DATA.number));
}

/* What of the result the page holds, where that is not all. */
function heldCases() {
  if (DATA.sheet !== undefined) return el('p.what', null, parts('sheetOf', documentLink(DATA.sheet)));
  const held = CASES().length;
  return held < DATA.totals.cases ? el('p.what', null, t('heldCases', number(held), number(DATA.totals.cases))) : null;
}
const heldRows = (key, held) => (held < DATA.totals[key] ? el('p.what', null, t('heldRows', number(DATA.totals[key]), number(held)))
  : null);

function overviewView() {
  const taken = documentPairs().filter((r) => isOpen(r.cases));
  const formulas = DATA.formulas.filter(([passage]) => listed(byNumber.get(passage)));
  const repeats = casesListed().filter((c) => c.a === c.b && isOpen([c]));
  const most = DATA.ranked.filter((n) => figuresOf(n).main > 0 && !filters.without.has(n)).slice(0, 8);
  return [overviewTitle(1), heldCases(),
    el('div.columns', null,
      el('section', null, headSection('taken', taken.slice(0, 10), takenSummary),
        el('p.more', null, el('a', { href: '#/pairs' }, t('allPairs', number(taken.length))))),
      el('section', null, headSection('tellingFormulas', formulas.slice(0, 3), formulaSummary),
        headSection('tellingRepeats', repeats.slice(0, 3), repeatSummary),
        DATA.totals.texts ? el('p.more', null, el('a', { href: '#/texts' }, t('allTexts', number(DATA.totals.texts)))) : null,
        foundSections())),
    overviewFigures(), overviewLeftOut(), el('p.what', null, t('howCounted')),
    el('div.columns', null,
      el('section', null, heading(2, t('tellingDocuments')), el('ol.leads', null, most.map(documentSummary)),
        el('p.more', null, el('a', { href: '#/documents' }, t('allDocuments', number(DOCS.length))))),
      el('section', null, heading(2, t('histogram')), histogram())),
    skippedSection()];
}
