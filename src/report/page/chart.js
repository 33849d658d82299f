/* chart: strips, histogram, ribbons, timeline. All are SVG with a text alternative; what they show stands in tables too. */

/* Where in a document reuse lies, from left to right. */
function strip(n, props) {
  const stretches = coverage(n).filter((s) => state.stock || !s.stock);
  const size = Math.max(1, isWhole(n) ? DOCS[n].size : DOCS[n].bytes);
  const bar = (s) => svg('rect', {
    x: (1000 * s.begin) / size, y: 0, width: Math.max(1.5, (1000 * (s.end - s.begin)) / size), height: 10,
    class: s.stock ? 'bar-stock' : 'bar-reuse',
  });
  return svg('svg', { class: 'strip', viewBox: '0 0 1000 10', preserveAspectRatio: 'none', role: 'img',
    'aria-label': t('stripLabel', stretches.length), ...props },
  svg('rect', { x: 0, y: 0, width: 1000, height: 10, class: 'bar-ground' }), stretches.map(bar));
}

function histogram() {
  const bins = new Array(10).fill(0);
  for (const n of remaining().filter((m) => figuresOf(m).main !== null)) {
    bins[Math.min(9, Math.floor(10 * share(figuresOf(n).main, DOCS[n].tokens)))]++;
  }
  const most = Math.max(1, ...bins);
  const bars = bins.map((count, i) => {
    const label = t('histogramBar', 10 * i, 10 * i + 10, number(count));
    const height = (100 * count) / most;
    return svg('g', null, svg('title', null, label),
      svg('rect', { x: 48 * i + 4, y: 120 - height, width: 40, height, class: 'bar-reuse' }),
      svg('text', { x: 48 * i + 24, y: 114 - height, class: 'chart-value' }, count > 0 ? number(count) : ''),
      svg('text', { x: 48 * i, y: 138, class: 'chart-label' }, `${10 * i}`));
  });
  const spoken = bins.map((count, i) => t('histogramBar', 10 * i, 10 * i + 10, number(count))).join('; ');
  return svg('svg', { class: 'histogram', viewBox: '-14 0 516 146', role: 'img', 'aria-label': `${t('histogram')}. ${spoken}` },
    svg('line', { x1: 0, y1: 120.5, x2: 480, y2: 120.5, class: 'chart-axis' }), bars,
    svg('text', { x: 480, y: 138, class: 'chart-label' }, '100%'));
}

/* Two documents as lines, A above B, and between them a ribbon for each passage. */
const RIBBONS = 1500;
function ribbons(a, b, passages, selected, choose) {
  const x = (n, at) => (1000 * at) / Math.max(1, DOCS[n].size);
  const drawn = [...passages].sort((p, q) => q.matched - p.matched).slice(0, RIBBONS).sort((p, q) => p.isStock - q.isStock);
  const ribbon = (p) => {
    const [x1, x2] = [x(a, p.aBegin), Math.max(x(a, p.aEnd), x(a, p.aBegin) + 1.5)];
    const [y1, y2] = [x(b, p.bBegin), Math.max(x(b, p.bEnd), x(b, p.bBegin) + 1.5)];
    const kind = p.index === selected ? 'ribbon chosen' : p.isStock ? 'ribbon stock' : 'ribbon';
    return svg('path', { class: kind, d: `M${x1} 8H${x2}C${x2} 28 ${y2} 28 ${y2} 48H${y1}C${y1} 28 ${x1} 28 ${x1} 8Z`,
      onclick: () => choose(p.index) }, svg('title', null, t('passageNumber', p.index + 1)));
  };
  const line = (y) => svg('rect', { x: 0, y, width: 1000, height: 8, class: 'bar-ground' });
  const bar = (n, begin, end, y, p) => svg('rect', { x: x(n, begin), y, width: Math.max(1.5, x(n, end - begin)), height: 8,
    class: p.index === selected ? 'bar-chosen' : p.isStock ? 'bar-stock' : 'bar-reuse' });
  return svg('svg', { class: 'ribbons', viewBox: '0 0 1000 56', preserveAspectRatio: 'none', role: 'img',
    'aria-label': t('pairMap') }, line(0), line(48), drawn.map(ribbon),
  drawn.map((p) => [bar(a, p.aBegin, p.aEnd, 0, p), bar(b, p.bBegin, p.bEnd, 48, p)]));
}

/* Members with a date, on a line from the first to the last. */
function timeline(members) {
  const when = (text) => Date.UTC(+text.slice(0, 4), text.length > 4 ? text.slice(5, 7) - 1 : 0, text.slice(8, 10) || 1);
  const dated = members.filter((m) => /^\d{4}/.test(dateOf(m.document))).map((m) => ({ ...m, date: dateOf(m.document) }));
  dated.sort((p, q) => when(p.date) - when(q.date));
  if (dated.length < 2) return null;
  const first = dated[0].date;
  const last = dated[dated.length - 1].date;
  const span = Math.max(1, when(last) - when(first));
  const heights = new Map();
  const dots = dated.map((m) => {
    const x = 40 + (920 * (when(m.date) - when(first))) / span;
    const column = Math.round(x / 12);
    heights.set(column, (heights.get(column) || 0) + 1);
    return svg('circle', { cx: x, cy: 54 - 11 * Math.min(4, heights.get(column) - 1), r: 5, class: 'dot' },
      svg('title', null, `${m.date} ${nameOf(m.document)}`));
  });
  return svg('svg', { class: 'timeline', viewBox: '0 0 1000 84', role: 'img',
    'aria-label': t('timelineLabel', first, last, dated.length) },
  svg('line', { x1: 40, y1: 60.5, x2: 960, y2: 60.5, class: 'chart-axis' }), dots,
  svg('text', { x: 40, y: 78, class: 'chart-label start' }, first),
  svg('text', { x: 960, y: 78, class: 'chart-label end' }, last));
}
