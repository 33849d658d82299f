/* pair: two documents, or two places of one, side by side. */
const PAIR_NEAR = 8; /* characters of context about an edit in the list of edits */

function pairSpan(p, side, other, text) {
  const edits = editsOf(p).map((e) => ({ begin: e[`${side}Begin`], end: e[`${side}End`],
    other: text === null ? '' : text.slice(e[`${other}Begin`], e[`${other}End`]) }));
  return { begin: p[`${side}Begin`], end: p[`${side}End`], passage: p, edits };
}

function pairShares(a, b, count) {
  const full = (from, to) => percent(sharedWith(from, to), DOCS[from].tokens);
  return a === b ? t('pairSelf', number(count), full(a, a)) : t('pairShares', number(count), full(a, b), full(b, a));
}

/* Every edit of a passage, both sides in their context. */
function editList(p) {
  const edits = editsOf(p);
  const [textA, textB] = [textOf(p.a), textOf(p.b)];
  if (!edits.length || textA === null || textB === null) return null;
  const cell = (text, begin, end, low, high, tag) => el('td', null, el('bdi', { dir: 'auto' },
    text.slice(Math.max(low, begin - PAIR_NEAR), begin).replace(/\s+/g, ' '),
    begin < end ? el(tag, null, text.slice(begin, end)) : el('span.gap', null, '‸'),
    text.slice(end, Math.min(high, end + PAIR_NEAR)).replace(/\s+/g, ' ')));
  const rows = edits.slice(0, 500).map((e, i) => el('tr', null, el('td.numeric', null, i + 1),
    cell(textA, e.aBegin, e.aEnd, p.aBegin, p.aEnd, 'del'), cell(textB, e.bBegin, e.bEnd, p.bBegin, p.bEnd, 'ins')));
  const head = [t('editNumber'), t('sideA'), t('sideB')].map((label) => el('th', { scope: 'col' }, label));
  return el('details.edits', { open: edits.length <= 12 }, el('summary', null, t('editCount', number(edits.length))),
    el('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('edits') },
      el('table.table.free', null, el('thead', null, el('tr', null, head)), el('tbody', null, rows))));
}

function passageFacts(p) {
  const side = (n, at, bytes, label) => {
    const text = textOf(n);
    const above = text === null ? '' : headingBefore(text, at);
    return el('span.fact', null, `${label} `, above ? el('bdi', { dir: 'auto' }, t('under', above)) : '', ' ',
      el('span.soft', null, t('bytes', number(bytes[0]), number(bytes[1]))));
  };
  const fact = (key, value) => el('span.fact', null, `${t(key)} `, el('strong', null, value));
  return el('p.facts', null, fact('matched', number(p.matched)), fact('identity', percent(...identityOf(p))),
    fact('run', number(p.run)), fact('edits', number(p.edits)), p.isStock ? el('span.fact.soft', null, t('stock')) : null,
    p.period ? el('span.fact', null, t('period', p.period)) : null,
    side(p.a, p.aBegin, p.aBytes, t('sideA')), side(p.b, p.bBegin, p.bBytes, t('sideB')));
}

function passageReview(p) {
  return el('div.review', null, markPicker([p.index], t('markOf', p.index + 1)), el('input.note', { type: 'text',
    value: noteOf(p.index), placeholder: t('note'), 'aria-label': t('noteOf', p.index + 1),
    onchange: (e) => setMark(p.index, { note: e.target.value }) }));
}

/* Where each passage stands in a column, in pixels of its content; asked for again whenever the layout may have changed. */
function columnAnchors(column) {
  const base = column.getBoundingClientRect().top - column.scrollTop;
  const anchors = new Map();
  for (const node of column.querySelectorAll('[data-passage]')) {
    const box = node.getBoundingClientRect();
    const key = Number(node.dataset.passage);
    const known = anchors.get(key);
    anchors.set(key, { top: known ? known.top : box.top - base, bottom: box.bottom - base });
  }
  return anchors;
}

/* Scrolls `to` so that the passage at a third of the height of `from` stands at the same height. */
function follow(from, to) {
  const line = from.clientHeight / 3;
  const y = from.scrollTop + line;
  const here = columnAnchors(from);
  const there = columnAnchors(to);
  let best = null;
  for (const [key, place] of here) {
    const away = y < place.top ? place.top - y : y > place.bottom ? y - place.bottom : 0;
    if (there.has(key) && (!best || away < best.away)) best = { key, place, away };
  }
  if (!best) return;
  const { place } = best;
  const goal = there.get(best.key);
  const within = Math.max(0, Math.min(1, (y - place.top) / Math.max(1, place.bottom - place.top)));
  const beyond = y < place.top ? y - place.top : Math.max(0, y - place.bottom);
  to.scrollTop = goal.top + within * (goal.bottom - goal.top) + beyond - line;
}

function synchronise(columns, wanted) {
  let leader = null;
  let release = 0;
  columns.forEach((column, i) => column.addEventListener('scroll', () => {
    if (!wanted() || (leader && leader !== column)) return;
    leader = column;
    clearTimeout(release);
    release = setTimeout(() => { leader = null; }, 120);
    requestAnimationFrame(() => follow(column, columns[1 - i]));
  }));
}

function similarSection(a, b, passages) {
  const inside = (s) => passages.some((p) => p.aBegin < s.aEnd && p.aEnd > s.aBegin && p.bBegin < s.bEnd && p.bEnd > s.bBegin);
  const rows = (similarByPair().get(pairKey(a, b)) || []).filter((s) => !inside(s)).slice(0, 200);
  if (!rows.length) return null;
  return el('section', null, heading(2, t('similarList')), rows.map((s) => el('div.duo', null,
    el('p.duo-head', null, t('similarity'), ' ', percent(s.shared, s.union)),
    own(excerpt(a, s.aBegin, s.aEnd, 400), 'p'), own(excerpt(b, s.bBegin, s.bEnd, 400), 'p'))));
}

function pairLegend() {
  return el('p.legend', null, el('span.hit', null, t('legendHit')), el('del', null, t('legendDel')), el('ins', null, t('legendIns')),
    el('span.gap', null, '‸'), t('legendGap'), el('span.stock', null, t('stock')),
    LEFT().length ? el('mark.left', null, t('left')) : null);
}

const pairOptions = { sync: true, fold: true };

/* One pair on the screen: what is chosen, and what has to be drawn again when that changes. */
class PairView {
  constructor(a, b, passages, first) {
    Object.assign(this, { a, b, passages, chosen: first, left: undefined });
    this.order = [...passages].sort((p, q) => p.aBegin - q.aBegin || p.bBegin - q.bBegin);
    this.numbers = new Map(this.order.map((p, i) => [p.index, i + 1]));
    this.map = el('div.map');
    this.detail = el('div.detail');
    this.columns = ['a', 'b'].map((side) => el('div.column', { tabindex: 0, role: 'region',
      'aria-label': `${t(side === 'a' ? 'sideA' : 'sideB')}: ${nameOf(this[side])}` }));
    synchronise(this.columns, () => pairOptions.sync && !this.settling);
    this.node = el('div.pair', { onkeydown: (e) => this.key(e), title: '' }, this.map, this.detail, this.pane());
  }

  pane() {
    const head = (side) => el('div.column-head', null, el('strong', null, t(side === 'a' ? 'sideA' : 'sideB')), ' ',
      documentLink(this[side]), el('span.soft', null, ` ${dateOf(this[side])}`,
        seenEarlier(this[side], this[side === 'a' ? 'b' : 'a']) ? ` · ${t('earliest')}` : ''));
    return el('div.pane', null, el('div.half', null, head('a'), this.columns[0]), el('div.half', null, head('b'), this.columns[1]));
  }

  get passage() { return this.order[this.position()]; }

  position() { return this.order.findIndex((p) => p.index === this.chosen); }

  step(by) {
    const next = this.order[this.position() + by];
    if (next) this.choose(next.index);
  }

  choose(index) {
    this.chosen = index;
    this.left = undefined;
    history.replaceState(null, '', address(`pair/${this.a}/${this.b}/${index}`));
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const marksByKey = { c: 'confirmed', x: 'dismissed', u: 'unreviewed' };
    const key = event.key.toLowerCase();
    if (key === 'j') this.step(1);
    else if (key === 'k') this.step(-1);
    else if (marksByKey[key]) { setMark(this.chosen, { mark: marksByKey[key] }); this.drawDetail(); }
    else return;
    event.preventDefault();
  }

  drawDetail() {
    const p = this.passage;
    const at = this.position();
    const focused = this.detail.contains(document.activeElement) && document.activeElement.id;
    this.detail.replaceChildren(
      el('div.bar', null,
        button(`← ${t('previous')}`, () => this.step(-1), { id: 'pair-previous', disabled: at <= 0 }),
        el('span.count', { role: 'status' }, t('ofAll', at + 1, this.order.length)),
        button(`${t('next')} →`, () => this.step(1), { id: 'pair-next', disabled: at >= this.order.length - 1 }),
        passageReview(p),
        checkbox(t('sync'), pairOptions.sync, (on) => { pairOptions.sync = on; }),
        checkbox(t('fold'), pairOptions.fold, (on) => { pairOptions.fold = on; this.drawTexts(); })),
      passageFacts(p), editList(p) || '');
    if (focused && byId(focused)) byId(focused).focus();
  }

  drawTexts() {
    const texts = { a: textOf(this.a), b: textOf(this.b) };
    ['a', 'b'].forEach((side, i) => {
      const other = side === 'a' ? 'b' : 'a';
      this.columns[i].replaceChildren(textBody({ document: this[side], side, chosen: this.chosen, fold: pairOptions.fold,
        spans: this.passages.map((p) => pairSpan(p, side, other, texts[other])),
        label: (p) => String(this.numbers.get(p.index)), choose: (p) => this.choose(p.index) }));
    });
    this.scroll();
  }

  /* Both columns at once: neither must follow the other meanwhile. */
  scroll() {
    this.settling = true;
    requestAnimationFrame(() => requestAnimationFrame(() => { this.settling = false; }));
    for (const column of this.columns) {
      const node = (this.left !== undefined && column.querySelector(`[data-left="${this.left}"]`))
        || column.querySelector(`[data-at="${this.chosen}"]`);
      const above = this.left === undefined ? 64 : 180;
      if (node) column.scrollTop += node.getBoundingClientRect().top - column.getBoundingClientRect().top - above;
    }
  }

  draw() {
    this.map.replaceChildren(ribbons(this.a, this.b, this.passages, this.chosen, (index) => this.choose(index)));
    this.drawDetail();
    this.drawTexts();
  }
}

function pairView(first, second, index, left) {
  place.document = -1;
  const [a, b] = [Math.min(first, second), Math.max(first, second)];
  if (!DOCS[a] || !DOCS[b]) return [heading(1, t('noDocument'))];
  const every = passagesByPair().get(pairKey(a, b)) || [];
  const asked = index === undefined ? -1 : Number(index);
  const passages = every.filter((p) => listed(p) || p.index === asked);
  const longest = [...passages].sort((p, q) => q.matched - p.matched)[0];
  const title = el('div.title', null, el('h1', null, own(nameOf(a)), a === b ? null : [' ↔ ', own(nameOf(b))]),
    el('p.summary', null, pairShares(a, b, every.length)));
  const similar = similarSection(a, b, every);
  if (!longest) return [title, pairAdapted(a, b), el('p.what', null, t('noPassages')), similar];
  const view = new PairView(a, b, passages, passages.some((p) => p.index === asked) ? asked : longest.index);
  if (/^\d+$/.test(left)) view.left = left;
  requestAnimationFrame(() => view.scroll());
  view.draw();
  return [title, pairAdapted(a, b), pairSwaps(a, b), view.node, pairLegend(), el('p.what', null, t('keys')), similar];
}
