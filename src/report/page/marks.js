/* marks: what the reviewer says about each passage. Kept by the browser under the report's number; exported as JSON.
 *
 * A mark names its passage by number and, unless anonymous, by the hash and bytes of both sides, so that it can be taken over
 * into a report on another run over the same files. */
const MARKS = ['unreviewed', 'confirmed', 'dismissed'];
const marks = new Map(); /* passage number → {mark, note} */
let marksKept = true;

const markOf = (index) => (marks.get(index) || {}).mark || 'unreviewed';
const noteOf = (index) => (marks.get(index) || {}).note || '';

function marksLoad() {
  try {
    for (const [index, mark, note] of JSON.parse(recall(`marks:${DATA.number}`)) || []) {
      if (index < DATA.totals.passages && MARKS.includes(mark)) marks.set(index, { mark, note: String(note) });
    }
  } catch (_) { /* what was kept is no list of marks: begin anew */ }
}

function marksSave() {
  const rows = [...marks].map(([index, m]) => [index, m.mark, m.note]);
  const kept = keep(`marks:${DATA.number}`, JSON.stringify(rows));
  if (!kept && marksKept) announce(t('marksUnsaved'));
  marksKept = kept;
}

function setMark(index, change) {
  const next = { mark: markOf(index), note: noteOf(index), ...change };
  if (next.mark === 'unreviewed' && next.note === '') marks.delete(index);
  else marks.set(index, next);
  marksSave();
  document.dispatchEvent(new CustomEvent('marked', { detail: index }));
}

function marksTally() {
  const tally = { confirmed: 0, dismissed: 0 };
  for (const [index, m] of marks) if (byNumber.has(index) && m.mark in tally) tally[m.mark]++;
  return t('marksTally', tally.confirmed, tally.dismissed, PASSAGES.length - tally.confirmed - tally.dismissed);
}

function markSide(n, bytes) {
  const side = { doc: fullName(n), begin: bytes[0], end: bytes[1] };
  if (!hidden()) side.hash = DOCS[n].hash;
  return side;
}

function marksExport() {
  const rows = [...marks].filter(([index]) => byNumber.has(index)).sort((x, y) => x[0] - y[0]).map(([index, m]) => {
    const p = byNumber.get(index);
    return { passage: index + 1, a: markSide(p.a, p.aBytes), b: markSide(p.b, p.bBytes), mark: m.mark, note: m.note };
  });
  const file = { format: 'leitong-marks', version: 1, report: DATA.number, anonymous: hidden(), marks: rows };
  download(`${DATA.number}-marks.json`, 'application/json', `${JSON.stringify(file, null, 1)}\n`);
}

const placeKey = (hash, begin, end) => `${hash}:${begin}:${end}`;
function passageOfMark(row, sameReport, places) {
  if (sameReport) return byNumber.get(row.passage - 1);
  if (!row.a || !row.b) return undefined;
  return places().get(`${placeKey(row.a.hash, row.a.begin, row.a.end)}~${placeKey(row.b.hash, row.b.begin, row.b.end)}`);
}

/* Returns [taken, refused]; throws where the text is no file of marks. */
function marksImport(text) {
  const file = JSON.parse(text);
  if (file.format !== 'leitong-marks' || !Array.isArray(file.marks)) throw new Error('format');
  const places = lazily(() => new Map(DATA.anonymous ? [] : PASSAGES.map((p) => [
    `${placeKey(DOCS[p.a].hash, ...p.aBytes)}~${placeKey(DOCS[p.b].hash, ...p.bBytes)}`, p])));
  let taken = 0;
  for (const row of file.marks) {
    const p = passageOfMark(row, file.report === DATA.number, places);
    if (p && MARKS.includes(row.mark)) {
      marks.set(p.index, { mark: row.mark, note: typeof row.note === 'string' ? row.note : '' });
      taken++;
    }
  }
  marksSave();
  return [taken, file.marks.length - taken];
}

function markPicker(index) {
  return el('select.mark', {
    'aria-label': t('markOf', index + 1), 'data-mark': markOf(index),
    onchange: (e) => { setMark(index, { mark: e.target.value }); e.target.dataset.mark = e.target.value; },
  }, MARKS.map((mark) => el('option', { value: mark, selected: mark === markOf(index) }, t(mark))));
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
  return el('div.bar', null, tally, button(t('exportMarks'), marksExport, { id: 'marks-export' }),
    button(t('importMarks'), () => picker.click()), picker);
}
