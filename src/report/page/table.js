/* table: a table that sorts, and that holds only the rows in sight when there are many.
 *
 * columns: [{key, label, value(row) for sorting, cell(row), numeric, wide (hidden on narrow screens), width (CSS)}].
 * How a table was sorted and scrolled is remembered under its name, so that going back finds it as it was. */
const ROW = 46;
const ALL_AT_ONCE = 120;
const tableStates = new Map();

function tableState(name, sort) {
  if (!tableStates.has(name)) tableStates.set(name, { sort, top: 0, query: '' });
  return tableStates.get(name);
}

function compare(x, y) {
  return typeof x === 'number' ? x - y : String(x).localeCompare(String(y), state.lang);
}

function sorted(rows, columns, [key, direction]) {
  const column = columns.find((c) => c.key === key && c.value);
  if (!column) return rows;
  const keyed = rows.map((row, i) => [column.value(row), i, row]);
  keyed.sort((x, y) => direction * compare(x[0], y[0]) || x[1] - y[1]);
  return keyed.map((k) => k[2]);
}

function tableHead(columns, current, choose) {
  return el('tr', null, columns.map((c) => {
    const mine = current.sort[0] === c.key;
    const order = mine ? (current.sort[1] > 0 ? 'ascending' : 'descending') : 'none';
    const classes = `${c.numeric ? '.numeric' : ''}${c.wide ? '.wide' : ''}`;
    if (!c.value) return el(`th${classes}`, { scope: 'col' }, c.label);
    return el(`th${classes}`, { scope: 'col', 'aria-sort': order },
      el('button.sort', { type: 'button', 'data-key': c.key, onclick: () => choose(c), title: t('sortBy', c.label) }, c.label,
        el('span.arrow', { 'aria-hidden': 'true' }, mine ? (current.sort[1] > 0 ? '▲' : '▼') : '')));
  }));
}

function tableRow(columns, row, index) {
  const tr = el('tr', { 'aria-rowindex': index + 2 }, columns.map((c) =>
    el(`td${c.numeric ? '.numeric' : ''}${c.wide ? '.wide' : ''}`, null, c.cell(row))));
  tr.addEventListener('click', (e) => {
    const link = tr.querySelector('a.main-link');
    if (link && !e.target.closest('a,button,select,input') && !String(getSelection())) link.click();
  });
  return tr;
}

/* Draws the rows in sight, and above and below them room for the others. */
function tableWindow(box, body, rows, columns) {
  const many = rows.length > ALL_AT_ONCE;
  const first = many ? Math.max(0, Math.floor(box.scrollTop / ROW) - 12) : 0;
  const last = many ? Math.min(rows.length, first + Math.ceil((box.clientHeight || 800) / ROW) + 24) : rows.length;
  const spacer = (count) => {
    const tr = el('tr.spacer', { 'aria-hidden': 'true' }, el('td', { colspan: columns.length }));
    tr.firstChild.style.height = `${count * ROW}px`;
    return count > 0 ? [tr] : [];
  };
  body.replaceChildren(...spacer(first), ...rows.slice(first, last).map((row, i) => tableRow(columns, row, first + i)),
    ...spacer(rows.length - last));
  if (!rows.length) body.append(el('tr', null, el('td.empty', { colspan: columns.length }, t('empty'))));
}

function table({ name, label, columns, rows, sort }) {
  const current = tableState(name, sort);
  const head = el('thead');
  const body = el('tbody');
  const node = el('table.table', { 'aria-label': label }, el('colgroup', null, columns.map((c) => {
    const col = el(`col${c.wide ? '.wide' : ''}`);
    col.style.width = c.width || '';
    return col;
  })), head, body);
  const box = el('div.table-box', { tabindex: 0, role: 'region', 'aria-label': label }, node);
  let shown = [];
  let waiting = false;
  const draw = () => { waiting = false; tableWindow(box, body, shown, columns); };
  const show = (list) => {
    shown = sorted(list, columns, current.sort);
    node.setAttribute('aria-rowcount', shown.length + 1);
    box.classList.toggle('many', shown.length > ALL_AT_ONCE);
    draw();
  };
  const choose = (column) => {
    const again = current.sort[0] === column.key;
    current.sort = [column.key, again ? -current.sort[1] : column.numeric ? -1 : 1];
    box.scrollTop = 0;
    show(shown);
    head.replaceChildren(tableHead(columns, current, choose));
    head.querySelector(`[data-key="${column.key}"]`).focus();
  };
  box.addEventListener('scroll', () => {
    current.top = box.scrollTop;
    if (!waiting) { waiting = true; requestAnimationFrame(draw); }
  });
  head.append(tableHead(columns, current, choose));
  show(rows);
  requestAnimationFrame(() => { box.scrollTop = current.top; draw(); });
  return { box, show, rows: () => shown };
}

/* A table under a search box; `matches(row, query)` decides. `more` stands beside the box. */
function searchTable(options, placeholder, matches, ...more) {
  const current = tableState(options.name, options.sort);
  const filter = () => {
    const query = current.query.trim().toLowerCase();
    return query ? options.rows().filter((row) => matches(row, query)) : options.rows();
  };
  const made = table({ ...options, rows: filter() });
  const count = el('span.count', { role: 'status' }, t('rowsShown', number(made.rows().length)));
  const refresh = () => {
    made.show(filter());
    count.textContent = t('rowsShown', number(made.rows().length));
  };
  const box = el('input.search', {
    type: 'search', value: current.query, placeholder, 'aria-label': `${t('search')}: ${placeholder}`,
    oninput: (e) => { current.query = e.target.value; refresh(); },
  });
  const save = button(t('exportTable'), () => {
    const columns = options.columns.filter((c) => c.export !== null && (c.export || c.value));
    const rows = made.rows().map((row) => columns.map((c) => (c.export || c.value)(row)));
    download(`${DATA.number}-${options.name}.csv`, 'text/csv', csv([columns.map((c) => c.label), ...rows]));
  });
  return { nodes: [el('div.bar', null, box, count, ...more, save), made.box], refresh };
}
