/* templates: what is fixed, what was filled in, and with what. */
const FILLS_SHOWN = 12;
const SLOT_COLUMNS = 6;

/* What stands in the pattern for a slot: its fills where they are few and short, else its kind. */
function slotLabel(slot) {
  const texts = slot.fills.map((f) => f.text || t('nothing'));
  return slot.distinct <= 3 && texts.length === slot.distinct && texts.join('').length <= 14 ? texts.join('｜') : t(`kind${slot.kind}`);
}

function patternNodes(template) {
  return template.parts.map((part) => {
    if (typeof part === 'number') {
      const slot = template.slots[part];
      return el('span.slot', { title: t('slotTitle', part + 1, t(`kind${slot.kind}`), number(slot.distinct)) },
        el('span.slot-number', null, part + 1), slotLabel(slot));
    }
    const [text, count] = part;
    return count === undefined ? text
      : el('span.optional', { title: t('optionalTitle', number(count), number(template.size)) }, text);
  });
}

function patternText(template) {
  return template.parts.map((part) => (typeof part === 'number' ? `{${part + 1} ${t(`kind${template.slots[part].kind}`)}}`
    : part.length > 1 ? `[${part[0]}]` : part[0])).join('');
}

/* The pattern in one line of a table: it begins shortly before its first slot. */
function patternStart(template) {
  return el('span.pattern.short', { dir: 'auto' }, patternNodes({ ...template, parts: template.parts.slice(0, 12).map((part) =>
    (typeof part === 'number' ? part : [part[0].replace(/\s+/g, ' ').slice(0, 120), ...part.slice(1)])) }));
}

function templateMatches(template, query) {
  return patternText(template).toLowerCase().includes(query)
    || template.slots.some((s) => s.fills.some((f) => f.text.toLowerCase().includes(query)));
}

const templateKind = (template) => (template.kind === 1 ? t('boilerplate') : t(`unit${template.unit}`));

function templatesView() {
  const current = tableState('templates-kind', '');
  const rows = () => TEMPLATES().filter((r) => !current.query || String(r.kind) === current.query);
  const filter = el('select', { 'aria-label': t('unit'), onchange: (e) => { current.query = e.target.value; made.refresh(); } },
    [['', t('all')], ['0', t('templateText')], ['1', t('boilerplate')]].map(([value, label]) =>
      el('option', { value, selected: value === current.query }, label)));
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (r) => r.index + 1,
      cell: (r) => el('a.main-link', { href: `#/template/${r.index}`, 'aria-label': t('template', r.index + 1) }, String(r.index + 1)) },
    { key: 'unit', label: t('unit'), width: '8.2rem', wide: true, value: templateKind, cell: templateKind },
    { key: 'pattern', label: t('pattern'), width: '', cell: patternStart, export: patternText },
    { key: 'size', label: t('size'), numeric: true, width: '5rem', value: (r) => r.size, cell: (r) => number(r.size) },
    { key: 'documentCount', label: t('documentCount'), numeric: true, width: '6.4rem', wide: true, value: (r) => r.documents,
      cell: (r) => number(r.documents) },
    { key: 'slots', label: t('slots'), numeric: true, width: '5rem', wide: true, value: (r) => r.slots.length,
      cell: (r) => number(r.slots.length) },
  ];
  const made = searchTable({ name: 'templates', label: t('templates'), columns, rows, sort: ['documentCount', -1] },
    t('searchTemplates'), templateMatches, filter);
  return [heading(1, t('templates')), el('p.what', null, t('templatesWhat')), heldRows('templates', TEMPLATES().length),
    patternLegend(), made.nodes];
}

function patternLegend() {
  return el('p.legend', null, el('span.fixed', null, t('legendFixed')), el('span.slot', null, el('span.slot-number', null, 1),
    t('legendSlot')), el('span.optional', null, t('legendOptional')));
}

/* A slot's fills, most frequent first, with how many members have each. */
function fillCard(template, slot, i) {
  const most = Math.max(1, ...slot.fills.map((f) => f.count));
  const told = slot.fills.reduce((sum, f) => sum + f.count, 0);
  const without = slot.distinct === slot.fills.length ? template.size - told : 0;
  const row = (f) => {
    const bar = el('span.fill-bar', { 'aria-hidden': 'true' });
    bar.style.width = most > 1 ? `${(100 * f.count) / most}%` : '0';
    return el('tr', null, el('td', null, f.text ? el('bdi.fill', { dir: 'auto', title: f.text }, f.text)
      : el('span.soft', null, t('nothing'))),
      el('td.numeric', null, number(f.count), bar));
  };
  const body = el('tbody', null, slot.fills.slice(0, FILLS_SHOWN).map(row));
  if (without > 0 && slot.fills.length <= FILLS_SHOWN) body.append(row({ text: '', count: without }));
  const rest = slot.fills.slice(FILLS_SHOWN);
  const more = rest.length ? button(t('moreFills', number(rest.length)), () => { body.append(...rest.map(row)); more.remove(); }) : null;
  return el('section.fill-card', null,
    heading(3, [el('span.slot', null, el('span.slot-number', null, i + 1), t(`kind${slot.kind}`)),
      el('span.soft', null, ` ${t('fillCount', number(slot.distinct))}`)]),
    el('table.table.free', { 'aria-label': t('fillsOf', i + 1) }, el('thead.unseen', null, el('tr', null,
      el('th', { scope: 'col' }, t('fill')), el('th', { scope: 'col' }, t('count')))), body), more,
    slot.distinct > slot.fills.length ? el('p.what', null, t('notListed', number(slot.distinct - slot.fills.length))) : null);
}

function memberTable(template) {
  const cut = (m, i) => {
    const text = textOf(m.document);
    const [begin, end] = m.fills[i];
    return text === null || begin === end ? '' : text.slice(begin, end);
  };
  const columns = [
    { key: 'name', label: t('name'), width: '22%', value: (m) => nameOf(m.document), export: (m) => fullName(m.document),
      cell: (m) => [el('a.main-link', { href: `#/document/${m.document}/${m.begin}/${m.end}`, title: fullName(m.document) },
        own(nameOf(m.document))), el('span.under', null, dateOf(m.document))] },
    ...template.slots.slice(0, SLOT_COLUMNS).map((slot, i) => ({ key: `slot${i}`, label: `${i + 1} ${t(`kind${slot.kind}`)}`, width: '',
      wide: i > 1, value: (m) => cut(m, i), cell: (m) => own(cut(m, i) || '—', 'span') })),
  ];
  if (!template.slots.length) {
    columns.push({ key: 'text', label: t('text'), width: '', cell: (m) => own(excerpt(m.document, m.begin, m.end, 110), 'span.quote'),
      export: (m) => excerpt(m.document, m.begin, m.end, 1000) });
  }
  const matches = (m, query) => documentMatches(m.document, query) || m.fills.some((_, i) => cut(m, i).toLowerCase().includes(query));
  return searchTable({ name: `template-${template.index}`, label: t('members'), columns, rows: () => templateMembers(template),
    sort: ['', 1] }, t('searchMembers'), matches).nodes;
}

function templateView(id) {
  const template = TEMPLATES().find((one) => one.number === Number(id));
  if (!template) return [heading(1, t('empty'))];
  const listedMembers = templateMembers(template).length;
  return [el('div.title', null, heading(1, t('template', template.index + 1)),
    el('p.summary', null, `${templateKind(template)} · ${t('size')} ${number(template.size)} · ${t('documentCount')} `
      + `${number(template.documents)} · ${t('slots')} ${number(template.slots.length)}`)),
  patternLegend(),
  el('div.page.pattern', { dir: 'auto', tabindex: 0, role: 'region', 'aria-label': t('pattern') }, patternNodes(template)),
  template.slots.length ? [heading(2, t('fills')),
    el('div.fill-cards', null, template.slots.map((s, i) => fillCard(template, s, i)))] : null,
  heading(2, t('members')),
  template.size > listedMembers ? el('p.what', null, t('notListed', number(template.size - listedMembers))) : null,
  memberTable(template)];
}

/* Templates that a document is filled into. */
function documentTemplates(n) {
  const rows = templatesByDocument().get(n) || [];
  if (!rows.length) return null;
  return el('section', null, heading(2, t('templates')), el('ul.found', null, rows.slice(0, 40).map((r) =>
    el('li', null, el('a', { href: `#/template/${r.template.index}` }, t('template', r.template.index + 1)), ' ',
      el('span.soft', null, t('templateFacts', number(r.template.size), number(r.template.documents))), ' ', patternStart(r.template)))));
}
