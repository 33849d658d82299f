/* base: elements, words, numbers. Text reaches the page as text nodes and attributes alone, and through visible(). */
const byId = (id) => document.getElementById(id);

/* Characters that would change what a reader sees without being seen: controls, direction, zero width, tags. */
const UNSEEN = new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F'
  + '\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]|\\r(?!\\n)|\\uDB40[\\uDC00-\\uDC7F]', 'g');

function visible(text) {
  return String(text).replace(UNSEEN, (c) => `‹U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

/* el('div.row', {title: …, onclick: …}, child, …): children are nodes, strings, numbers, arrays; null is left out. */
function fill(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'value' || key === 'checked' || key === 'disabled') node[key] = value;
    else node.setAttribute(key, value === true ? '' : visible(value));
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : visible(child));
  }
  return node;
}

function el(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(' ');
  return fill(node, props, children);
}

function svg(tag, props, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

/* Text of a document inside other text: isolated, so that its direction stays its own. */
const own = (text, tag = 'bdi') => el(tag, { dir: 'auto' }, text);

const state = { lang: 'zh', theme: '', stock: true, anonymous: false };

const say = (both) => both[state.lang === 'zh' ? 0 : 1];
function t(key, ...values) {
  return say(WORDS[key]).replace(/\{(\d)\}/g, (_, i) => values[i]);
}
/* As t(), with nodes in the places of {0} … */
function parts(key, ...values) {
  return say(WORDS[key]).split(/(\{\d\})/).map((piece) => (/^\{\d\}$/.test(piece) ? values[piece[1]] : piece));
}

const grouped = new Intl.NumberFormat('en-US');
const number = (n) => grouped.format(n);
const share = (part, whole) => (whole > 0 ? part / whole : 0);
/* As the other formats round: half up, exactly; a part never reads as the whole. */
function percent(part, whole) {
  const tenths = whole > 0 ? Math.floor((2000 * part + whole) / (2 * whole)) : 0;
  return `${((part < whole && tenths >= 1000 ? 999 : tenths) / 10).toFixed(1)}%`;
}

/* What the browser may refuse to keep (private windows) is kept for the page's life. */
const memory = new Map();
function recall(key) {
  try { return localStorage.getItem(`leitong:${key}`); } catch (_) { return memory.get(key) || null; }
}
function keep(key, value) {
  try { localStorage.setItem(`leitong:${key}`, value); return true; } catch (_) { memory.set(key, value); return false; }
}

function announce(text) {
  byId('live').textContent = '';
  byId('live').append(visible(text));
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function button(label, onclick, props) {
  return el('button.button', { type: 'button', onclick, ...props }, label);
}

function checkbox(label, checked, onchange, props) {
  return el('label.check', props, el('input', { type: 'checkbox', checked, onchange: (e) => onchange(e.target.checked) }), label);
}

function heading(level, text, ...rest) {
  return el(`h${level}`, null, text, ...rest);
}

/* CSV of what a table shows (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
function csv(rows) {
  const cell = (value) => {
    const text = visible(value);
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+%?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
