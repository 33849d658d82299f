/* text: a document's text with its passages shaded, numbered, and their edits marked.
 *
 * Passages may overlap; each stretch is drawn for one of them: the chosen one, else the one that began first. */

const FOLD_OVER = 700;
const FOLD_KEEP = 160;
const MARKS_SHOWN = 2; /* where many passages begin at one place, the others are counted */

/* spans: [{begin, end, passage, edits: [{begin, end, other}]}] of one side → stretches without overlap, in order. */
function stretchesOf(spans, chosen) {
  const cuts = [...new Set(spans.flatMap((s) => [s.begin, s.end]))].sort((x, y) => x - y);
  const order = [...spans].sort((x, y) => x.begin - y.begin || y.end - x.end);
  const stretches = [];
  let active = [];
  let next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [begin, end] = [cuts[i], cuts[i + 1]];
    active = active.filter((s) => s.end > begin);
    const starting = [];
    while (next < order.length && order[next].begin === begin) starting.push(order[next++]);
    active.push(...starting);
    if (!active.length) continue;
    stretches.push({ begin, end, span: active.find((s) => s.passage.index === chosen) || active[0], starting });
  }
  return stretches;
}

function editNode(text, n, edit, side) {
  if (edit.begin === edit.end) {
    return el('span.gap', { title: t('hereMissing', edit.other), role: 'note', 'aria-label': t('hereMissing', edit.other) }, '‸');
  }
  const title = edit.other ? t('otherHas', edit.other) : t('otherNothing');
  return el(side === 'a' ? 'del' : 'ins', { title }, notedText(text, n, edit.begin, edit.end));
}

/* The text of one stretch, its edits marked. */
function stretchNodes(text, n, stretch, side) {
  const nodes = [];
  let at = stretch.begin;
  for (const edit of stretch.span.edits || []) {
    if (edit.end < at || edit.begin < at || edit.begin >= stretch.end) continue;
    if (edit.begin > at) nodes.push(...notedText(text, n, at, edit.begin));
    nodes.push(editNode(text, n, { ...edit, end: Math.min(edit.end, stretch.end) }, side));
    at = Math.max(at, Math.min(edit.end, stretch.end));
  }
  if (at < stretch.end) nodes.push(...notedText(text, n, at, stretch.end));
  return nodes;
}

/* What no passage holds: phrases in it are grey, and its middle is folded away when it is long. */
function plainNodes(text, n, begin, end, fold) {
  if (begin >= end) return [];
  if (fold && end - begin > FOLD_OVER) {
    const from = begin === 0 ? begin : begin + FOLD_KEEP;
    const to = end === text.length ? end : end - FOLD_KEEP;
    const open = (e) => e.currentTarget.replaceWith(...plainNodes(text, n, from, to, false));
    const label = t('folded', number(to - from));
    return [...plainNodes(text, n, begin, from, false), el('button.fold', { type: 'button', onclick: open }, label),
      ...plainNodes(text, n, to, end, false)];
  }
  const nodes = [];
  let at = begin;
  for (const phrase of phrasesByDocument().get(n) || []) {
    if (phrase.end <= at || phrase.begin >= end) continue;
    if (phrase.begin > at) nodes.push(...notedText(text, n, at, phrase.begin));
    nodes.push(el('span.stock', { title: t('stock') },
      notedText(text, n, Math.max(at, phrase.begin), Math.min(end, phrase.end))));
    at = Math.min(end, phrase.end);
  }
  if (at < end) nodes.push(...notedText(text, n, at, end));
  return nodes;
}

/* Returns the element with all text; each passage's first mark has data-at = its number. `label(passage)` is what the mark
 * shows, `choose(passage)` is called when it or its text is pressed. */
function textBody({ document: n, spans, chosen, side, fold, label, choose }) {
  const text = textOf(n);
  if (text === null) return el('p.empty', null, t('noText', whyNoText(n) || ''));
  const nodes = [];
  let at = 0;
  for (const stretch of stretchesOf(spans, chosen)) {
    nodes.push(...plainNodes(text, n, at, stretch.begin, fold));
    const marked = stretch.starting.filter((s, i) => i < MARKS_SHOWN || s.passage.index === chosen);
    for (const s of marked) {
      const mark = el('button.at', { type: 'button', 'data-at': s.passage.index, onclick: () => choose(s.passage),
        title: t('passageNumber', s.passage.index + 1), 'aria-label': t('passageMark', label(s.passage)),
        'aria-pressed': s.passage.index === chosen ? 'true' : 'false' }, label(s.passage));
      nodes.push(mark);
    }
    if (stretch.starting.length > marked.length) {
      nodes.push(el('span.at-more', null, `+${stretch.starting.length - marked.length}`));
    }
    const p = stretch.span.passage;
    const kind = p.index === chosen ? 'span.hit.chosen' : p.isStock ? 'span.hit.stock' : 'span.hit';
    nodes.push(el(kind, { 'data-passage': p.index, onclick: () => choose(p) }, stretchNodes(text, n, stretch, side)));
    at = stretch.end;
  }
  nodes.push(...plainNodes(text, n, at, text.length, fold));
  return el('div.text', { dir: 'auto' }, nodes);
}
