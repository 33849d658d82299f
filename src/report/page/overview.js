/* overview: the figures with what they mean, what is most telling, what is most reused, and what was not compared. */
function figureCard(label, value, how, what) {
  return el('div.figure', null, el('dt', null, label), el('dd', null, el('strong', null, value), el('span.how', null, how),
    el('span.what', null, what)));
}

const documentLink = (n, classes = '') => el(`a${classes}`, { href: `#/document/${n}`, title: fullName(n) }, own(nameOf(n)));

/* A number of tokens whose unit is small. */
const inTokens = (n) => parts('tokens', number(n)).map((piece, i) => (i === 1 ? piece : el('small', null, piece)));

/* The document that is first by `value`, and that value as a share. */
function topDocument(value) {
  let best = -1;
  let most = 0;
  DOCS.forEach((d, n) => { if (value(d) > most) { best = n; most = value(d); } });
  return best;
}

function overviewFigures() {
  const sum = (key) => DOCS.reduce((total, d) => total + d[key], 0);
  const tokens = sum('tokens');
  const whole = (key) => [percent(sum(key), tokens), t('shareOf', number(sum(key)), number(tokens))];
  const largest = topDocument((d) => share(d.largestTokens, d.tokens));
  const longest = topDocument((d) => d.longest);
  const card = (key, [value, how], what) => figureCard(t(key), value, how, what);
  return el('dl.figures', null,
    card('ratio', whole('reused'), t('ratioWhat')),
    card('noQuotes', whole('noQuotes'), t('noQuotesWhat')),
    card('noStock', whole('noStock'), t('noStockWhat', DATA.run.run, DATA.run.stock)),
    card('largest', largest < 0 ? ['0.0%', ''] : [percent(DOCS[largest].largestTokens, DOCS[largest].tokens),
      parts('largestTop', documentLink(largest))], t('largestWhat')),
    card('longest', longest < 0 ? ['0', ''] : [inTokens(DOCS[longest].longest),
      parts('longestTop', documentLink(longest))], t('longestWhat')),
    card('repeated', whole('repeated'), t('repeatedWhat')));
}

/* What of the reused tokens other rates leave out, and what is equal elsewhere and counts in none; d: a document, or sums. */
const leftOut = (d) => el('p.what', null, t('leftOut', number(d.reused - d.noQuotes), number(d.reused - d.noStock),
  number(d.excluded), number(d.boilerplate)));

function overviewLeftOut() {
  const keys = ['reused', 'noQuotes', 'noStock', 'excluded', 'boilerplate'];
  return leftOut(Object.fromEntries(keys.map((key) => [key, DOCS.reduce((total, d) => total + d[key], 0)])));
}

function passageSummary(p, facts) {
  const names = p.a === p.b ? [own(nameOf(p.a)), t('besides')] : [own(nameOf(p.a)), ' ↔ ', own(nameOf(p.b))];
  return el('li', null,
    el('a.lead', { href: `#/pair/${p.a}/${p.b}/${p.index}`, title: t('openPair', p.index + 1) },
      el('span.lead-names', null, names),
      el('span.lead-facts', null, facts),
      own(excerpt(p.a, p.aBegin, p.aEnd, 90), 'span')));
}

/* A case: how much of either document; its largest passage stands for it. */
function caseSummary([passage, count, a, b]) {
  const p = byNumber.get(passage);
  const shares = [percent(a, DOCS[p.a].tokens), percent(b, DOCS[p.b].tokens)];
  return passageSummary(p, [t('tokens', number(Math.min(a, b))), ' · ', p.a === p.b ? shares[0] : shares.join(' ↔ '), ' · ',
    t('passageCount', number(count))]);
}

/* Who took from whom, as far as dates tell: how much of the later document stands in the earlier one. */
function takenSummary([passage]) {
  const p = byNumber.get(passage);
  const [copy, source] = seenEarlier(p.a, p.b) ? [p.b, p.a] : [p.a, p.b];
  const full = (from, to) => ((sourcesByDocument().get(from) || []).find((s) => s.source === to) || { full: 0 }).full;
  const part = (from, to) => percent(full(from, to), DOCS[from].tokens);
  const names = seenEarlier(source, copy) ? parts('standsIn', own(nameOf(copy)), part(copy, source), own(nameOf(source)))
    : parts('haveAlike', own(nameOf(copy)), own(nameOf(source)), part(copy, source), part(source, copy));
  const dates = seenEarlier(source, copy) ? [dateOf(source), ' → ', dateOf(copy), ' · '] : '';
  return el('li', null,
    el('a.lead', { href: `#/pair/${p.a}/${p.b}/${p.index}`, title: t('openPair', p.index + 1) },
      el('span.lead-names.whole', null, names),
      el('span.lead-facts', null, dates, t('tokens', number(full(copy, source)))),
      own(excerpt(p.a, p.aBegin, p.aEnd, 90), 'span')));
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
    el('span.lead-names', null, own(nameOf(n))), el('span.lead-facts', null, percent(d.reused, d.tokens)), strip(n)));
}

function skippedSection() {
  const rows = DATA.skipped.map((s) => el('tr', null,
    el('td', null, say(KINDS[s.what] || [s.what, s.what])), el('td', null, say(REASONS[s.reason] || [s.reason, s.reason])),
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
  const { cases, casesHeld } = DATA.totals;
  return casesHeld < cases ? el('p.what', null, t('heldCases', number(casesHeld), number(cases))) : null;
}
const heldRows = (key, held) => (held < DATA.totals[key] ? el('p.what', null, t('heldRows', number(DATA.totals[key]), number(held)))
  : null);

function overviewView() {
  const shown = (rows, most) => rows.filter(([passage]) => listed(byNumber.get(passage))).slice(0, most);
  const most = DATA.ranked.filter((n) => DOCS[n].reused > 0).slice(0, 8);
  return [overviewTitle(1), heldCases(),
    el('div.columns', null,
      el('section', null, headSection('taken', shown(DATA.cases, 8), takenSummary),
        el('p.more', null, el('a', { href: '#/passages' }, t('allPassages', number(PASSAGES.filter(listed).length))))),
      el('section', null, headSection('tellingFormulas', shown(DATA.formulas, 3), formulaSummary),
        headSection('tellingRepeats', shown(DATA.repeats, 3), caseSummary),
        DATA.totals.texts ? el('p.more', null, el('a', { href: '#/texts' }, t('allTexts', number(DATA.totals.texts)))) : null,
        foundSections())),
    overviewFigures(), overviewLeftOut(), el('p.what', null, t('howCounted')),
    el('div.columns', null,
      el('section', null, heading(2, t('tellingDocuments')), el('ol.leads', null, most.map(documentSummary)),
        el('p.more', null, el('a', { href: '#/documents' }, t('allDocuments', number(DOCS.length))))),
      el('section', null, heading(2, t('histogram')), histogram())),
    skippedSection()];
}
