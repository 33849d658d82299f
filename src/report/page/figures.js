/* figures: of one document, as the sources that are left out and the stock switch have them.
 *
 * The page holds which tokens each source has (`reuse-N`), so reuse without some of them is the union of the others'. Of phrases
 * it only knows that they stand elsewhere. What the page can't count anew is null, and is shown as such. */
const counted = new Map(); /* document → its figures under the filters of now */

function tokensIn(spans) {
  let tokens = 0;
  let end = 0;
  for (const [from, to] of spans.sort((x, y) => x[0] - y[0])) {
    tokens += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return tokens;
}

function figuresWithout(n) {
  const d = DOCS[n];
  const unknown = { reused: null, noQuotes: null, noStock: null, largest: undefined, largestTokens: null, longest: null };
  const recorded = Object.fromEntries(Object.keys(unknown).map((key) => [key, d[key]]));
  if (!filters.without.size) return recorded;
  const reuse = embedded(`reuse-${n}`);
  const sources = reuse ? reuse.sources.map(([source]) => source) : (sourcesByDocument().get(n) || []).map((s) => s.source);
  const allKnown = reuse || SOURCES.length === DATA.totals.sources;
  if (allKnown && !sources.some((source) => filters.without.has(source))) return recorded;
  if (!reuse) return unknown;
  const kept = reuse.sources.filter(([source]) => !filters.without.has(source)).map(([source, ...flat]) => [source, tuples(flat, 2)]);
  const shared = kept.map(([source, spans]) => [tokensIn(spans), source]);
  const [most, largest] = shared.reduce((best, one) => (one[0] > best[0] ? one : best), [0, undefined]);
  const reused = tokensIn([...tuples(reuse.common, 2), ...kept.flatMap(([, spans]) => spans)]);
  return { ...unknown, reused, largest, largestTokens: most };
}

/* `main`: what counts as reused: without stock wording, where the switch says so. */
function figuresOf(n) {
  if (!counted.has(n)) {
    const f = figuresWithout(n);
    counted.set(n, { ...f, main: state.stock ? f.reused : f.noStock });
  }
  return counted.get(n);
}
const mainLabel = () => t(state.stock ? 'ratio' : 'noStock');
const remaining = () => DOCS.map((d, n) => n).filter((n) => !filters.without.has(n));
const shareText = (part, whole) => (part === null ? '—' : percent(part, whole));
/* The same for sorting: what is not known comes last. */
const shareValue = (part, whole) => (part === null ? -1 : share(part, whole));

/* Of all documents; null where that of one is not known. */
function figureSum(key) {
  return remaining().reduce((sum, n) => {
    const part = key in figuresOf(n) ? figuresOf(n)[key] : DOCS[n][key];
    return sum === null || part === null ? null : sum + part;
  }, 0);
}
