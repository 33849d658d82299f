/* marks: what the reviewer says of each passage, adapted pair and name left behind. Kept by the browser under the report's
 * number; exported as JSON, and what was dismissed as a baseline that a gate takes.
 *
 * A mark is known by its row in the result, and in a report on another run by its fingerprint: a hash of the texts, not of names.
 * A case is marked by its passages. */
const MARKS = ['unreviewed', 'confirmed', 'dismissed'];
const marks = new Map(); /* passage number, or 'left-N', 'adapted-N' → {mark, note} */
let marksKept = true;

const markOf = (key) => (marks.get(key) || {}).mark || 'unreviewed';
const noteOf = (key) => (marks.get(key) || {}).note || '';
/* What all of them are marked as. */
const commonMark = (keys) => (keys.every((key) => markOf(key) === markOf(keys[0])) ? markOf(keys[0]) : 'unreviewed');
const leftKey = (l) => `left-${l.number}`;
const adaptedKey = (r) => `adapted-${r.number}`;

/* All that can be marked: {key, kind, row, fingerprint, places: [document, document]}. */
const markable = lazily(() => [
  ...PASSAGES.map((p) => ({ key: p.index, kind: 'passage', row: p.index, places: [p.a, p.b],
    fingerprint: embedded('marks').passages[p.held] })),
  ...LEFT().map((l) => ({ key: leftKey(l), kind: 'left_behind', row: l.number, places: [l.a, l.b],
    fingerprint: embedded('marks').left[l.index] })),
  ...ADAPTED().map((r) => ({ key: adaptedKey(r), kind: 'adapted', row: r.number, places: [r.a, r.b],
    fingerprint: embedded('marks').adapted[r.index] })),
]);
const markableByKey = lazily(() => new Map(markable().map((one) => [one.key, one])));

function marksLoad() {
  try {
    for (const [key, mark, note] of JSON.parse(recall(`marks:${DATA.number}`)) || []) {
      if (MARKS.includes(mark)) marks.set(key, { mark, note: String(note) });
    }
  } catch (_) { /* what was kept is no list of marks: begin anew */ }
}

function marksSave() {
  const rows = [...marks].map(([key, m]) => [key, m.mark, m.note]);
  const kept = keep(`marks:${DATA.number}`, JSON.stringify(rows));
  if (!kept && marksKept) announce(t('marksUnsaved'));
  marksKept = kept;
}

function setMark(key, change) {
  const next = { mark: markOf(key), note: noteOf(key), ...change };
  if (next.mark === 'unreviewed' && next.note === '') marks.delete(key);
  else marks.set(key, next);
  marksSave();
  document.dispatchEvent(new CustomEvent('marked', { detail: key }));
}

function marksTally() {
  const tally = { confirmed: 0, dismissed: 0, unreviewed: 0 };
  for (const { key } of markable()) tally[markOf(key)]++;
  return t('marksTally', tally.confirmed, tally.dismissed, tally.unreviewed);
}

/* Rows in the order of the page. */
const marked = () => markable().filter(({ key }) => marks.has(key));

function marksExport() {
  const side = (n) => (hidden() ? { doc: fullName(n) } : { doc: fullName(n), hash: DOCS[n].hash });
  const rows = marked().map(({ key, kind, row, fingerprint, places: [a, b] }) => ({ kind, number: row + 1, fingerprint,
    a: side(a), b: side(b), mark: markOf(key), note: noteOf(key) }));
  const file = { format: 'leitong-marks', version: 2, report: DATA.number, anonymous: hidden(), marks: rows };
  download(`${DATA.number}-marks.json`, 'application/json', `${JSON.stringify(file, null, 1)}\n`);
}

/* What was dismissed, as a baseline (FORMATS.md): findings that a gate lets be. */
function baselineExport() {
  const counts = new Map();
  for (const { key, fingerprint } of marked()) {
    if (markOf(key) === 'dismissed') counts.set(fingerprint, (counts.get(fingerprint) || 0) + 1);
  }
  const rows = [...counts].sort((x, y) => (x[0] < y[0] ? -1 : 1)).map(([fingerprint, count]) => ({ fingerprint, count, most: count }));
  const lines = [{ leitong_baseline: embedded('marks').baseline }, ...rows].map((row) => `${JSON.stringify(row)}\n`);
  download(`${DATA.number}-baseline.jsonl`, 'application/x-ndjson', lines.join(''));
}

/* Returns [taken, refused]; throws where the text is no file of marks. */
function marksImport(text) {
  const file = JSON.parse(text);
  if (file.format !== 'leitong-marks' || !Array.isArray(file.marks)) throw new Error('format');
  const same = file.report === DATA.number;
  const name = ({ kind, row, fingerprint }) => (same ? `${kind} ${row}` : `${kind} ${fingerprint}`);
  const known = grouping(markable(), name);
  let taken = 0;
  for (const row of file.marks) {
    const ours = known.get(name({ ...row, row: row.number - 1 })) || [];
    if (!ours.length || !MARKS.includes(row.mark)) continue;
    for (const { key } of ours) marks.set(key, { mark: row.mark, note: typeof row.note === 'string' ? row.note : '' });
    taken++;
  }
  marksSave();
  return [taken, file.marks.length - taken];
}

/* One choice for all of `keys`. */
function markPicker(keys, label) {
  const now = commonMark(keys);
  return el('select.mark', { 'aria-label': label, 'data-mark': now,
    onchange: (e) => {
      for (const key of keys) setMark(key, { mark: e.target.value });
      e.target.dataset.mark = e.target.value;
    } }, MARKS.map((mark) => el('option', { value: mark, selected: mark === now }, t(mark))));
}

function marksBar() {
  const picker = el('input.unseen', {
    type: 'file', accept: '.json,application/json', tabindex: -1, 'aria-label': t('importMarks'), id: 'marks-file',
    onchange: async (e) => {
      try {
        const [taken, refused] = marksImport(await e.target.files[0].text());
        route();
        announce(t('imported', taken, refused));
      } catch (_) { announce(t('importFailed')); }
    },
  });
  const tally = el('span.tally', null, marksTally());
  document.addEventListener('marked', () => { tally.textContent = marksTally(); });
  return el('div.bar', null, tally, button(t('exportMarks'), marksExport, { id: 'marks-export' }),
    button(t('importMarks'), () => picker.click()), picker,
    button(t('exportBaseline'), baselineExport, { id: 'baseline-export', title: t('exportBaselineHint') }));
}
