/* filters: which rows the lists show. They stand in the address behind ?, so that a link shows what its sender saw. */
const FILTERS = { kind: '', least: 0, identity: 0, series: false, dated: false, review: '' };
const filters = { ...FILTERS, without: new Set() }; /* without: documents that are left out as sources, and themselves */

/* A pair of documents: neither is left out, and their dates and series are as asked for. */
function pairListed(a, b) {
  const sameSeries = DOCS[a].series !== undefined && DOCS[a].series !== null && DOCS[a].series === DOCS[b].series;
  return !filters.without.has(a) && !filters.without.has(b) && !(filters.series && sameSeries)
    && !(filters.dated && !(DOCS[a].days && DOCS[b].days));
}

const reviewed = (key) => filters.review === '' || markOf(key) === filters.review;
/* On the first screen what was dismissed makes room for the others. */
const notDismissed = (key) => reviewed(key) && (filters.review !== '' || markOf(key) !== 'dismissed');

/* A passage, whether it is of stock wording or not. */
function passes(p) {
  return pairListed(p.a, p.b) && p.matched >= filters.least && 100 * p.matched >= filters.identity * Math.max(p.tokensA, p.tokensB)
    && (filters.kind === '' || p.kind === Number(filters.kind)) && reviewed(p.index);
}
const listed = (p) => (state.stock || !p.isStock) && passes(p);

function filtersWritten() {
  const query = new URLSearchParams();
  for (const [key, plain] of Object.entries(FILTERS)) if (filters[key] !== plain) query.set(key, filters[key]);
  if (filters.without.size) query.set('without', [...filters.without].join('.'));
  if (!state.stock) query.set('stock', 'false');
  return query.toString();
}

/* Takes them from an address; what it does not say is as if nobody had asked for it. */
function filtersRead(text) {
  const query = new URLSearchParams(text);
  for (const [key, plain] of Object.entries(FILTERS)) {
    const value = query.get(key);
    filters[key] = value === null ? plain : typeof plain === 'number' ? Math.max(0, Number(value) || 0)
      : typeof plain === 'boolean' ? value === 'true' : value;
  }
  if (!['', ...MARKS].includes(filters.review)) filters.review = '';
  const out = (query.get('without') || '').split('.').filter((part) => /^\d+$/.test(part)).map(Number);
  filters.without = new Set(out.filter((n) => n < DOCS.length));
  state.stock = query.get('stock') !== 'false';
  recount();
}

const viewPath = () => location.hash.replace(/^#\/?/, '').split('?')[0];
function address(path) {
  const query = filtersWritten();
  return `#/${path}${query ? `?${query}` : ''}`;
}

/* What was counted under other filters is counted anew. */
function recount() {
  covered.clear();
  counted.clear();
}

function setFilter(change) {
  Object.assign(filters, change);
  recount();
  history.replaceState(null, '', address(viewPath()));
  const focused = document.activeElement && document.activeElement.id;
  route();
  if (focused && byId(focused)) byId(focused).focus();
}

function leaveOut(n, out) {
  const without = new Set(filters.without);
  if (out) without.add(n);
  else without.delete(n);
  setFilter({ without });
}

const filtersActive = () => Object.entries(FILTERS).filter(([key, plain]) => filters[key] !== plain).length + filters.without.size;
let filtersOpen = false;

function filterBar() {
  const select = (key, label, choices) => el('label.check', null, t(label), el('select', { id: `filter-${key}`,
    onchange: (e) => setFilter({ [key]: typeof FILTERS[key] === 'number' ? Number(e.target.value) : e.target.value }) },
  choices.map(([value, text]) => el('option', { value, selected: String(value) === String(filters[key]) }, text))));
  const kinds = [...new Set(PASSAGES.map((p) => p.kind))].filter((kind) => kind < TEXT_KINDS.length).sort();
  const shares = [0, 50, 70, 80, 90, 95, 100].map((value) => [value, value ? `≥ ${value}%` : t('all')]);
  const active = filtersActive();
  const out = [...filters.without].map((n) => el('span.chip', null, own(nameOf(n)), ' ',
    button('×', () => leaveOut(n, false), { 'aria-label': t('takeBack', nameOf(n)) })));
  return el('details.filters', { open: filtersOpen || active > 0, ontoggle: (e) => { filtersOpen = e.target.open; } },
    el('summary', null, active ? t('filtersActive', active) : t('filters')),
    el('div.bar', null,
      select('kind', 'kind', [['', t('all')], ...kinds.map((kind) => [kind, textKind(kind)])]),
      el('label.check', null, t('leastTokens'), el('input.short', { type: 'number', min: 0, step: 1, value: filters.least,
        id: 'filter-least', onchange: (e) => setFilter({ least: Math.max(0, Math.floor(Number(e.target.value)) || 0) }) })),
      select('identity', 'identity', shares),
      DOCS.some((d) => d.series) ? checkbox(t('otherSeries'), filters.series, (on) => setFilter({ series: on }), null) : null,
      DOCS.some((d) => d.days) ? checkbox(t('onlyDated'), filters.dated, (on) => setFilter({ dated: on }), null) : null,
      select('review', 'review', [['', t('all')], ...MARKS.map((mark) => [mark, t(mark)])]),
      active ? button(t('noFilters'), () => setFilter({ ...FILTERS, without: new Set() }), { id: 'no-filters' }) : null),
    out.length ? el('p.what', null, t('leftOutSources'), ' ', out) : null);
}
