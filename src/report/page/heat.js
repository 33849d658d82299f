/* heat: which document shares how much with which. Drawn for the documents with most reuse, related ones side by side. */
const HEAT_MOST = 120;

/* Related documents next to one another: each place goes to who shares most with those already placed last. */
function heatOrder(chosen) {
  const left = new Set(chosen);
  const order = [];
  while (left.size) {
    const recent = order.slice(-6);
    let best = -1;
    let most = -1;
    for (const n of left) {
      const links = (sourcesByDocument().get(n) || []).filter((s) => recent.includes(s.source));
      const weight = links.reduce((sum, s) => Math.max(sum, share(s.full, DOCS[n].tokens)), 0);
      if (weight > most) { best = n; most = weight; }
    }
    order.push(best);
    left.delete(best);
  }
  return order;
}

function heatCell(s, x, y, size) {
  const d = DOCS[s.document];
  const part = share(s.full, d.tokens);
  const step = part >= 0.6 ? 5 : part >= 0.35 ? 4 : part >= 0.15 ? 3 : part >= 0.05 ? 2 : 1;
  const label = t('heatCell', nameOf(s.document), nameOf(s.source), percent(s.full, d.tokens), number(s.full));
  const open = () => { location.hash = `#/pair/${Math.min(s.document, s.source)}/${Math.max(s.document, s.source)}`; };
  return svg('g', { class: `cell step${step}`, onclick: open }, svg('title', null, label),
    svg('rect', { x, y, width: size - 1, height: size - 1 }),
    size >= 22 && part >= 0.005 ? svg('text', { x: x + size / 2 - 0.5, y: y + size / 2 + 3.5 }, Math.round(100 * part)) : null);
}

function heatDrawing(order) {
  const size = Math.max(7, Math.min(30, Math.floor(760 / order.length)));
  const at = new Map(order.map((n, i) => [n, i]));
  const names = size >= 11 ? 230 : 30;
  const side = size * order.length;
  const short = (text) => (text.length > 26 ? `${text.slice(0, 25)}…` : text);
  const labels = order.map((n, i) => [
    svg('text', { x: names - 8, y: 24 + i * size + size / 2 + 4, class: 'heat-name' },
      size >= 11 ? `${short(nameOf(n))}  ${n + 1}` : ''),
    svg('text', { x: names + i * size + size / 2, y: 16, class: 'heat-number' }, size >= 20 ? String(n + 1) : '')]);
  const cells = order.flatMap((n, i) => (sourcesByDocument().get(n) || []).filter((s) => at.has(s.source))
    .map((s) => heatCell(s, names + at.get(s.source) * size, 24 + i * size, size)));
  const drawing = svg('svg', { class: 'heat', viewBox: `0 0 ${names + side} ${24 + side}`, role: 'img', 'aria-label': t('heatWhat') },
    svg('rect', { x: names, y: 24, width: side, height: side, class: 'bar-ground' }), labels, cells);
  drawing.style.maxWidth = `${names + side}px`;
  return drawing;
}

function heatColumns() {
  const side = (key, of) => ({ key, label: t(key), width: '', value: (s) => nameOf(of(s)), export: (s) => fullName(of(s)),
    cell: (s) => documentLink(of(s)) });
  return [side('checked', (s) => s.document), side('source', (s) => s.source),
    { key: 'full', label: t('full'), numeric: true, width: '7rem', value: (s) => s.full, cell: (s) => number(s.full) },
    { key: 'ratio', label: '%', numeric: true, width: '6rem',
      value: (s) => share(s.full, DOCS[s.document].tokens), export: (s) => percent(s.full, DOCS[s.document].tokens),
      cell: (s) => el('a.main-link', { href: `#/pair/${Math.min(s.document, s.source)}/${Math.max(s.document, s.source)}` },
        percent(s.full, DOCS[s.document].tokens)) }];
}

function heatView() {
  const reused = DOCS.map((d, n) => n).filter((n) => sourcesByDocument().has(n));
  const most = [...reused].sort((m, n) => DOCS[n].reused - DOCS[m].reused).slice(0, HEAT_MOST);
  const made = searchTable({ name: 'heat', label: t('heatTable'), columns: heatColumns(), rows: () => SOURCES, sort: ['ratio', -1] },
    t('searchDocuments'), (s, query) => documentMatches(s.document, query) || documentMatches(s.source, query));
  return [heading(1, t('heat')), el('p.what', null, t('heatWhat')),
    heldRows('sources', SOURCES.length),
    reused.length > most.length ? el('p.what', null, t('heatLess', most.length, number(reused.length - most.length))) : null,
    most.length ? el('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('heat') }, heatDrawing(heatOrder(most))) : null,
    heading(2, t('heatTable')), made.nodes];
}
