/* main: the head of the page, and which view stands under it. A view is a function of the parts of the address behind #/.
 * A further view is one function and one row here. */
const VIEWS = [
  { name: 'overview', draw: overviewView, nav: true, filters: true },
  { name: 'documents', draw: documentsView, nav: true, filters: true },
  { name: 'document', draw: documentView, under: 'documents', filters: true },
  { name: 'pairs', draw: pairsView, nav: true, filters: true },
  { name: 'pair', draw: pairView, under: 'pairs', filters: true },
  { name: 'passages', draw: passagesView, nav: true, filters: true },
  { name: 'texts', draw: textsView, nav: true, filters: true },
  { name: 'text', draw: textView, under: 'texts' },
  { name: 'templates', draw: templatesView, nav: true },
  { name: 'template', draw: templateView, under: 'templates' },
  { name: 'adapted', draw: adaptedView, nav: true, filters: true },
  { name: 'left', draw: leftView, nav: true, filters: true },
  { name: 'swaps', draw: swapsView, nav: true },
  { name: 'swap', draw: swapView, under: 'swaps' },
  { name: 'clusters', draw: clustersView, nav: true },
  { name: 'cluster', draw: clusterView, under: 'clusters' },
  { name: 'heat', draw: heatView, nav: true },
  { name: 'method', draw: methodView, nav: true },
];

function currentView() {
  const [name, ...rest] = viewPath().split('/');
  return [VIEWS.find((view) => view.name === name) || VIEWS[0], rest];
}

function switchLanguage() {
  state.lang = state.lang === 'zh' ? 'en' : 'zh';
  keep('lang', state.lang);
  route();
  byId('language').focus();
}

function switchTheme() {
  const dark = state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  state.theme = dark ? 'light' : 'dark';
  keep('theme', state.theme);
  document.documentElement.dataset.theme = state.theme;
}

function drawTop(active) {
  const links = VIEWS.filter((view) => view.nav).map((view) =>
    el('a', { href: `#/${view.name}`, 'aria-current': view.name === active ? 'page' : null }, t(view.name)));
  const anonymise = (e) => { state.anonymous = e.target.checked; route(); };
  byId('top').replaceChildren(el('a.brand', { href: '#/overview' }, t('brand')), el('nav', { 'aria-label': t('nav') }, links),
    el('div.tools', null,
      checkbox(t('withStock'), state.stock, (on) => { state.stock = on; setFilter({}); }, { title: t('withStockHint'), id: 'with-stock' }),
      el('label.check', { title: t('anonymiseHint'), id: 'anonymise' }, el('input', { type: 'checkbox', checked: hidden(),
        disabled: DATA.anonymous, onchange: anonymise }), t('anonymise')),
      button(t('theme'), switchTheme, { title: t('themeHint') }),
      button(t('language'), switchLanguage, { id: 'language', title: t('languageHint'), lang: state.lang === 'zh' ? 'en' : 'zh-CN' }),
      button(t('print'), () => window.print())));
}

let shownAt = '';
function route() {
  const [path, query] = location.hash.split('?');
  if (query !== undefined) filtersRead(query);
  else if (filtersWritten()) history.replaceState(null, '', address(viewPath()));
  const [view, rest] = currentView();
  const moved = shownAt !== path;
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
  byId('paper').lang = document.documentElement.lang;
  document.title = `${t(view.under || view.name)} · ${DATA.title || t('title')}`;
  byId('skip').textContent = t('skipLink');
  drawTop(view.under || view.name);
  byId('foot').replaceChildren(el('p', null, t('footer', DATA.version, DATA.number)));
  byId('main').dataset.view = view.name;
  const nodes = view.draw(...rest).flat().filter(Boolean);
  if (view.filters && PASSAGES.length) nodes.splice(1, 0, filterBar());
  byId('main').replaceChildren(...nodes);
  if (moved && shownAt !== '') {
    scrollTo(0, 0);
    byId('main').focus({ preventScroll: true });
  }
  shownAt = path;
}

function start() {
  state.lang = recall('lang') || DATA.lang || (/^zh\b/i.test(navigator.language) ? 'zh' : 'en');
  state.theme = recall('theme') || '';
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  marksLoad();
  if (DATA.sheet !== undefined && !location.hash) history.replaceState(null, '', `#/document/${DATA.sheet}`);
  byId('skip').addEventListener('click', (e) => { e.preventDefault(); byId('main').focus(); });
  addEventListener('hashchange', route);
  route();
}

start();
