/* clusters: the versions of one text. */
function clusterMembers(c) {
  const members = [];
  for (let i = 0; i < c.members.length; i += 5) {
    const [document, begin, end, shared, all] = c.members.slice(i, i + 5);
    members.push({ document, begin, end, shared, all, medoid: i / 5 === c.medoid });
  }
  return members;
}

const leastOf = (c) => clusterMembers(c).reduce((least, m) => Math.min(least, share(m.shared, m.all)), 1);
function clusterStart(c, length) {
  const at = 5 * c.medoid;
  return excerpt(c.members[at], c.members[at + 1], c.members[at + 2], length);
}

function clustersView() {
  const rows = embedded('clusters').map((c) => ({ c, index: c.number, least: leastOf(c) }));
  const columns = [
    { key: 'number', label: t('number'), numeric: true, width: '4.4rem', value: (r) => r.index + 1,
      cell: (r) => el('a.main-link', { href: `#/cluster/${r.index}`, 'aria-label': t('cluster', r.index + 1) }, String(r.index + 1)) },
    { key: 'unit', label: t('unit'), width: '6rem', value: (r) => t(`unit${r.c.unit}`), cell: (r) => t(`unit${r.c.unit}`) },
    { key: 'text', label: t('start'), width: '', cell: (r) => own(r.c.unit === 2 ? nameOf(r.c.members[5 * r.c.medoid])
      : clusterStart(r.c, 90), 'span.quote'), export: (r) => clusterStart(r.c, 90) },
    { key: 'size', label: t('size'), numeric: true, width: '5rem', value: (r) => r.c.size, cell: (r) => number(r.c.size) },
    { key: 'documentCount', label: t('documentCount'), numeric: true, width: '6rem', wide: true, value: (r) => r.c.documents,
      cell: (r) => number(r.c.documents) },
    { key: 'least', label: t('least'), numeric: true, width: '7rem', wide: true, value: (r) => r.least,
      cell: (r) => percent(r.least, 1), export: (r) => percent(r.least, 1) },
  ];
  const matches = ({ c }, query) => clusterStart(c, 400).toLowerCase().includes(query)
    || clusterMembers(c).some((m) => documentMatches(m.document, query));
  const made = searchTable({ name: 'clusters', label: t('clusters'), columns, rows: () => rows, sort: ['size', -1] },
    t('searchDocuments'), matches);
  return [heading(1, t('clusters')), el('p.what', null, t('clustersWhat')), heldRows('clusters', rows.length), made.nodes];
}

/* Members as a reader compares them: those of the medoid's wording first. */
function clusterView(id) {
  const index = Number(id);
  const c = embedded('clusters').find((one) => one.number === index);
  if (!c) return [heading(1, t('empty'))];
  const members = clusterMembers(c);
  const medoid = members[c.medoid].document;
  const line = timeline(members);
  const earliest = earliestOf(members);
  const columns = [
    { key: 'name', label: t('name'), width: '24%', value: (m) => nameOf(m.document), export: (m) => fullName(m.document),
      cell: (m) => [m.document === medoid && m.medoid ? documentLink(m.document, '.main-link')
        : el('a.main-link', { href: `#/pair/${Math.min(m.document, medoid)}/${Math.max(m.document, medoid)}`,
          title: fullName(m.document) }, own(nameOf(m.document))),
      el('span.under', null, [m.medoid ? t('medoid') : dateOf(m.document), m.document === earliest ? t('earliest') : '']
        .filter(Boolean).join(' · '))] },
    { key: 'date', label: t('date'), width: '7rem', wide: true, value: (m) => dateOf(m.document), cell: (m) => dateOf(m.document) },
    { key: 'similarity', label: t('similarity'), numeric: true, width: '6rem', value: (m) => share(m.shared, m.all),
      cell: (m) => percent(m.shared, m.all), export: (m) => percent(m.shared, m.all) },
    { key: 'text', label: t('text'), width: '', cell: (m) => own(excerpt(m.document, m.begin, m.end, 110), 'span.quote'),
      export: (m) => excerpt(m.document, m.begin, m.end, 1000) },
  ];
  return [el('div.title', null, heading(1, t('cluster', index + 1)),
    el('p.summary', null, `${t(`unit${c.unit}`)} · ${t('size')} ${number(c.size)} · ${t('documentCount')} ${number(c.documents)}`)),
  c.unit === 2 ? null : el('blockquote.page', { dir: 'auto' }, clusterStart(c, 2000)),
  c.size > members.length ? el('p.what', null, t('notListed', number(c.size - members.length))) : null,
  line ? el('section', null, heading(2, t('timeline')), line) : null,
  table({ name: `cluster-${index}`, label: t('cluster', index + 1), columns, rows: members, sort: ['similarity', -1] }).box];
}
