/* print: the report on paper, made when the reader prints: figures, options, inputs, passages side by side, a line to sign. */
const PAPER_PASSAGES = 60;
const PAPER_TEXT = 1600; /* characters of a passage that are printed */
const PAPER_ROWS = 400;
const PAPER_SHORT = 60; /* tokens; passages of fewer are rows */

const PAPER_WORDS = ['name', 'hash', 'leftName', 'inText', 'foundIn', 'source', 'instead', 'swap', 'checked', 'times', 'copy', 'madeFrom',
  'how', 'sideA', 'sideB'];
function paperTable(keys, rows) {
  const head = keys.map((key) => el(`th${PAPER_WORDS.includes(key) ? `.${key}` : '.numeric'}`, { scope: 'col' }, t(key)));
  return el('table', null, el('thead', null, el('tr', null, head)), el('tbody', null, rows));
}

function paperDocuments() {
  const cell = (part, n) => el('td.numeric', null, percent(part, DOCS[n].tokens));
  const rows = DATA.ranked.slice(0, PAPER_ROWS).map((n) => el('tr', null, el('td.numeric', null, n + 1), el('td', null, own(nameOf(n))),
    el('td.numeric', null, number(DOCS[n].tokens)), cell(DOCS[n].reused, n), cell(DOCS[n].noQuotes, n), cell(DOCS[n].noStock, n),
    cell(DOCS[n].largestTokens, n), el('td.numeric', null, number(DOCS[n].longest)), cell(DOCS[n].repeated, n)));
  const keys = ['number', 'name', 'tokenCount', 'ratio', 'noQuotes', 'noStock', 'largest', 'longest', 'repeated'];
  return el('section', null, heading(2, t('documents')), paperTable(keys, rows),
    DOCS.length > PAPER_ROWS ? el('p', null, t('paperMoreRows', number(DOCS.length - PAPER_ROWS))) : null);
}

/* Whose text a side is, and that text. */
function paperName(p, side) {
  const text = textOf(p[side]);
  const above = text === null ? '' : headingBefore(text, p[`${side}Begin`]);
  return el('p.paper-name', null, el('strong', null, t(side === 'a' ? 'sideA' : 'sideB')), ' ', own(nameOf(p[side])),
    above ? [' · ', el('bdi', null, t('under', above))] : null);
}

function paperText(p, side, other) {
  const n = p[side];
  const text = textOf(n);
  if (text === null) return el('div', null, t('noText', whyNoText(n) || ''));
  const span = pairSpan(p, side, other, textOf(p[other]));
  const end = Math.min(span.end, span.begin + PAPER_TEXT);
  return el('div.text', { dir: 'auto' }, stretchNodes(text, n, { begin: span.begin, end, span }, side),
    end < span.end ? el('span.soft', null, t('paperCut', number(span.end - end))) : null);
}

function paperPassage(p) {
  return el('article.paper-passage', null, heading(3, t('passageNumber', p.index + 1)),
    el('p.facts', null, `${t('matched')} ${number(p.matched)} · ${t('identity')} ${percent(...identityOf(p))} · `
      + `${t('run')} ${number(p.run)} · ${t('editCount', p.edits)} · ${t('review')} ${t(markOf(p.index))}`,
    noteOf(p.index) ? [' · ', t('note'), ' ', own(noteOf(p.index))] : null),
    el('div.paper-duo.heads', null, paperName(p, 'a'), paperName(p, 'b')),
    el('div.paper-duo', null, paperText(p, 'a', 'b'), paperText(p, 'b', 'a')));
}

/* Short passages as rows: a page holds ten of them. Not as a table: Chromium takes long to break large ones into pages. */
function paperShort(p) {
  const reviewed = markOf(p.index) === 'unreviewed' ? '' : t(markOf(p.index));
  const facts = [t('tokens', number(p.matched)), percent(...identityOf(p)), p.edits ? t('editCount', p.edits) : '', reviewed,
    noteOf(p.index)].filter(Boolean).map((text, i) => [i ? ' · ' : '', own(text)]);
  const side = (one, other) => el('div', null, paperName(p, one), paperText(p, one, other));
  return el('article.paper-short', null, el('h3', null, p.index + 1), side('a', 'b'), side('b', 'a'), el('div.paper-facts', null, facts));
}

function paperPassages() {
  const open = PASSAGES.filter((p) => markOf(p.index) !== 'dismissed');
  const worth = open.filter((p) => !p.isStock).sort((p, q) => q.matched - p.matched);
  const printed = worth.slice(0, PAPER_PASSAGES);
  const note = (key, ...values) => (values[values.length - 1] > 0 ? el('p', null, t(key, ...values)) : null);
  return el('section', null, heading(2, t('paperPassages')), pairLegend(),
    printed.filter((p) => p.matched >= PAPER_SHORT).map(paperPassage), printed.filter((p) => p.matched < PAPER_SHORT).map(paperShort),
    note('paperMore', printed.length, worth.length - printed.length), note('paperStock', open.length - worth.length),
    note('paperNoDismissed', PASSAGES.length - open.length));
}

function paperTemplate(r) {
  const fill = (f) => `${f.text || t('nothing')}${f.count > 1 ? ` ×${number(f.count)}` : ''}`;
  return el('li', { value: r.index + 1 },
    el('span.soft', null, `${templateKind(r)} · ${t('templateFacts', number(r.size), number(r.documents))} `),
    patternText(r).length < PAPER_TEXT ? el('span.pattern.short', { dir: 'auto' }, patternNodes(r)) : patternStart(r),
    r.slots.map((s, i) => el('span.paper-fills', null, `${i + 1} ${t(`kind${s.kind}`)}: `,
      own(s.fills.slice(0, 6).map(fill).join(t('comma'))), s.distinct > 6 ? ' …' : '')));
}

/* Templates with slots, swaps and names: as many rows as a page or two hold. */
const PAPER_FOUND = 40;
function paperFound() {
  const rest = (rows) => (rows.length > PAPER_FOUND ? el('p', null, t('paperMoreFound', number(rows.length - PAPER_FOUND))) : null);
  const section = (key, rows, node) => (rows.length ? el('section', null, heading(2, t(key)), el('p.what', null, t(`${key}What`)),
    node(rows.slice(0, PAPER_FOUND)), rest(rows)) : null);
  const templates = [...TEMPLATES()].sort((x, y) => y.documents - x.documents || x.index - y.index);
  const adapted = [...ADAPTED()].sort((x, y) => y.weight - x.weight);
  const cells = (...values) => el('tr', null, values.map((v) => el('td', null, v)));
  return [
    section('left', LEFT(), (rows) => paperTable(['leftName', 'inText', 'foundIn', 'source', 'instead'], rows.map((l) => cells(
      el('mark.left', null, l.text), inContext(l.a, l.aBegin, l.aEnd, 'mark.left'), own(nameOf(l.a)), own(nameOf(l.b)),
      l.instead || '—')))),
    section('adapted', adapted, (rows) => paperTable(['copy', 'madeFrom', 'share', 'left', 'swaps', 'how'], rows.map((r) => cells(
      own(nameOf(r.copy)), own(nameOf(r.source)), percent(r.matched, r.tokens), number(r.left), number(r.swaps), adaptedHow(r))))),
    section('swaps', SWAPS(), (rows) => paperTable(['swap', 'times', 'pairs', 'sideA', 'sideB'], rows.map((s) => cells(swapText(s),
      `×${number(s.count)}`, number(s.pairs), own(nameOf(s.places[0].a)), own(nameOf(s.places[0].b)))))),
    section('templates', templates, (rows) => el('ol.paper-templates', null, rows.map(paperTemplate))),
  ];
}

function paperInputs() {
  const rows = DOCS.slice(0, PAPER_ROWS).map((d, n) => el('tr', null, el('td.numeric', null, n + 1),
    el('td', null, own(fullName(n))), el('td', null, el('code', null, hidden() ? '—' : d.hash)), el('td.numeric', null, number(d.bytes))));
  return el('section', null, heading(2, t('inputsTitle')), el('p', null, t('inputsWhat')),
    paperTable(['number', 'name', 'hash', 'size2'], rows),
    DOCS.length > PAPER_ROWS ? el('p', null, t('paperMoreRows', number(DOCS.length - PAPER_ROWS))) : null);
}

function paperSign() {
  const line = (key) => el('div.sign', null, el('span', null, t(key)), el('span.sign-line'));
  return el('section.signing', null, heading(2, t('signTitle')), el('div.finding'),
    line('signReviewer'), line('signUnit'), line('signDate'));
}

function paperBuild() {
  byId('paper').replaceChildren(overviewTitle(1), overviewFigures(), el('p', null, t('howCounted')), el('p', null, marksTally()),
    paperSign(), paperDocuments(), ...paperFound().filter(Boolean),
    paperPassages(), skippedSection(),
    el('section.whole', null, heading(2, t('optionsTitle')), optionTable()), checkSection(), paperInputs());
}

addEventListener('beforeprint', paperBuild);
addEventListener('afterprint', () => byId('paper').replaceChildren());
