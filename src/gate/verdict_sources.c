#include "gate/verdict_sources.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

/* What the submission shares with one document. */
typedef struct source {
    uint32_t document;
    size_t first, passages, last; /* shares: phrases from `first` on, then passages */
    uint64_t phrases;             /* hash of which phrases they are */
    uint64_t tokens;              /* counted */
    uint64_t most;                /* that both documents can have in common */
} source;

typedef struct sources {
    leitong_verdict *v;
    const leitong_result_phrase *phrases;
    const leitong_span *places;
    lt_record *own; /* phrase, finding: the submission's counted places; sorted */
    size_t own_count, own_capacity;
    /* key: document << 32 | 0 and a phrase, or 1 and a finding; value: of a phrase, the first of the document's places
     * among all; sorted. */
    lt_record *shares;
    size_t share_count, share_capacity;
    source *items;
    size_t count;
} sources;

#define SOURCE_PASSAGE (UINT32_C(1) << 31)

static int sources_add(lt_record **records, size_t *count, size_t *capacity, lt_record record, leitong_error *error)
{
    LT_TRY(LT_RESERVE(*records, *capacity, *count + 1, error));
    (*records)[(*count)++] = record;
    return 0;
}

static int sources_sort(lt_record *records, size_t count, leitong_error *error)
{
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    if (count > 0) {
        lt_radix_sort_records(records, scratch, count);
    }
    free(scratch);
    return 0;
}

/* The documents that have a phrase, each once: its places ascend by document. */
static int sources_phrase(sources *s, uint32_t row, leitong_error *error)
{
    const leitong_result_phrase *phrase = &s->phrases[row];
    uint32_t last = s->v->submission;
    for (size_t p = phrase->place_begin; p < phrase->place_begin + phrase->place_count; p++) {
        uint32_t document = s->places[p].document;
        if (document == last || document == s->v->submission || lt_verdict_is_own(s->v, document)) {
            continue;
        }
        last = document;
        LT_TRY(sources_add(&s->shares, &s->share_count, &s->share_capacity,
                           (lt_record){(uint64_t)document << 32 | row, p}, error));
    }
    return 0;
}

static int sources_gather(sources *s, leitong_error *error)
{
    leitong_verdict *v = s->v;
    for (size_t i = 0; i < v->finding_count; i++) {
        const leitong_finding *finding = &v->findings[i];
        bool is_counted = finding->mark == LEITONG_COUNTED;
        if (finding->kind == LEITONG_FINDING_PASSAGE && is_counted) {
            uint64_t key = (uint64_t)finding->there.document << 32 | SOURCE_PASSAGE | i;
            LT_TRY(sources_add(&s->shares, &s->share_count, &s->share_capacity, (lt_record){key, i}, error));
        } else if (finding->kind == LEITONG_FINDING_PHRASE && is_counted) {
            LT_TRY(sources_add(&s->own, &s->own_count, &s->own_capacity, (lt_record){finding->row, i}, error));
        }
        bool is_elsewhere = finding->there.document != v->submission;
        v->phrases_tell = v->phrases_tell || (finding->kind == LEITONG_FINDING_PASSAGE && is_elsewhere && !is_counted);
    }
    LT_TRY(sources_sort(s->own, s->own_count, error));
    for (size_t i = 0; v->phrases_tell && i < s->own_count; i++) {
        if (i == 0 || s->own[i].key != s->own[i - 1].key) {
            LT_TRY(sources_phrase(s, (uint32_t)s->own[i].key, error));
        }
    }
    return sources_sort(s->shares, s->share_count, error);
}

static bool share_is_passage(const lt_record *share)
{
    return (share->key & SOURCE_PASSAGE) != 0;
}

static uint32_t share_row(const lt_record *share)
{
    return (uint32_t)share->key & (SOURCE_PASSAGE - 1);
}

/* Shares → documents. */
static int sources_divide(sources *s, leitong_error *error)
{
    s->items = calloc(s->share_count + 1, sizeof *s->items);
    if (s->items == NULL) {
        return lt_error_memory(error);
    }
    for (size_t first = 0, last; first < s->share_count; first = last) {
        uint32_t document = (uint32_t)(s->shares[first].key >> 32);
        source *item = &s->items[s->count++];
        *item = (source){.document = document, .first = first, .passages = first};
        for (last = first; last < s->share_count && s->shares[last].key >> 32 == document; last++) {
            if (!share_is_passage(&s->shares[last])) {
                uint64_t link[2] = {item->phrases, share_row(&s->shares[last])};
                item->phrases = lt_hash_64(link, sizeof link);
                item->passages = last + 1;
            }
        }
        item->last = last;
    }
    return 0;
}

/* Documents with the same phrases side by side. */
static int source_order(const void *left, const void *right)
{
    const source *a = left;
    const source *b = right;
    if (a->phrases != b->phrases) {
        return a->phrases < b->phrases ? -1 : 1;
    }
    return (a->document > b->document) - (a->document < b->document);
}

static bool source_same(const sources *s, const source *a, const source *b)
{
    size_t count = a->passages - a->first;
    bool same = a->phrases == b->phrases && count == b->passages - b->first;
    for (size_t i = 0; i < count && same; i++) {
        same = share_row(&s->shares[a->first + i]) == share_row(&s->shares[b->first + i]);
    }
    return same;
}

/* Puts a flag on a span's tokens; returns how many had neither it nor `others`, but for those that never count. */
static uint64_t source_cover(leitong_verdict *v, const leitong_span *span, unsigned flag, unsigned others)
{
    uint64_t tokens = 0;
    size_t end = lt_document_tokens_token(&v->tokens, span->end);
    for (size_t t = lt_document_tokens_token(&v->tokens, span->begin); t < end; t++) {
        tokens += (v->flags[t] & (flag | others | v->uncounted)) == 0;
        v->flags[t] |= (uint16_t)flag;
    }
    return tokens;
}

static void source_uncover(leitong_verdict *v, const leitong_span *span, unsigned flag)
{
    size_t end = lt_document_tokens_token(&v->tokens, span->end);
    for (size_t t = lt_document_tokens_token(&v->tokens, span->begin); t < end; t++) {
        v->flags[t] &= (uint16_t)~flag;
    }
}

static size_t sources_own(const sources *s, uint32_t row)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, s->own_count, middle, s->own[middle].key < row);
    return low;
}

/* The submission's places of all phrases of a document: covers them, or takes the flag away again. */
static uint64_t source_phrases(const sources *s, const source *item, bool cover)
{
    uint64_t tokens = 0;
    for (size_t i = item->first; i < item->passages; i++) {
        uint32_t row = share_row(&s->shares[i]);
        for (size_t k = sources_own(s, row); k < s->own_count && s->own[k].key == row; k++) {
            const leitong_span *here = &s->v->findings[s->own[k].value].here;
            if (cover) {
                tokens += source_cover(s->v, here, LT_TOKEN_SHARED, 0);
            } else {
                source_uncover(s->v, here, LT_TOKEN_SHARED);
            }
        }
    }
    return tokens;
}

/* The equal tokens of a passage that is a share: of the submission, or of the other document. */
static lt_equal_spans source_spans(const sources *s, const lt_record *share, bool here)
{
    size_t count;
    size_t row = s->v->findings[share->value].row;
    bool is_a = leitong_result_passages(s->v->result, &count)[row].b.document != s->v->submission;
    return lt_equal_spans_of(s->v->result, row, is_a == here);
}

/* What a document's passages add. */
static uint64_t source_passages(const sources *s, const source *item)
{
    leitong_span equal;
    uint64_t tokens = 0;
    for (size_t i = item->passages; i < item->last; i++) {
        lt_equal_spans spans = source_spans(s, &s->shares[i], true);
        while (lt_equal_spans_next(&spans, &equal)) {
            tokens += source_cover(s->v, &equal, LT_TOKEN_SOURCE, LT_TOKEN_SHARED);
        }
    }
    for (size_t i = item->passages; i < item->last; i++) {
        lt_equal_spans spans = source_spans(s, &s->shares[i], true);
        while (lt_equal_spans_next(&spans, &equal)) {
            source_uncover(s->v, &equal, LT_TOKEN_SOURCE);
        }
    }
    return tokens;
}

static uint64_t source_smaller(const leitong_verdict *v, uint32_t document)
{
    uint64_t there = v->documents[document].tokens;
    return LT_MIN(there, v->figures.tokens);
}

/* Tokens of each document, and the largest. */
static void sources_count(sources *s)
{
    leitong_verdict_figures *f = &s->v->figures;
    qsort(s->items, s->count, sizeof *s->items, source_order);
    for (size_t begin = 0, end; begin < s->count; begin = end) {
        uint64_t phrases = source_phrases(s, &s->items[begin], true);
        for (end = begin; end < s->count && source_same(s, &s->items[begin], &s->items[end]); end++) {
            source *item = &s->items[end];
            uint64_t smaller = source_smaller(s->v, item->document);
            item->tokens = phrases + source_passages(s, item);
            item->most = LT_MIN(item->tokens, smaller);
            if (item->tokens > f->source_tokens ||
                (item->tokens == f->source_tokens && item->tokens > 0 && item->document < f->source)) {
                f->source = item->document;
                f->source_tokens = item->tokens;
            }
        }
        (void)source_phrases(s, &s->items[begin], false);
    }
}

/* Marks a span's tokens of the other document as shared; returns how many were not marked before. */
static uint64_t source_share(const lt_document_tokens *other, const leitong_span *span, uint8_t *shared)
{
    uint64_t tokens = 0;
    size_t end = lt_document_tokens_token(other, span->end);
    for (size_t t = lt_document_tokens_token(other, span->begin); t < end; t++) {
        tokens += shared[t] == 0;
        shared[t] = 1;
    }
    return tokens;
}

/* How many tokens of the other document are shared. */
static int source_there(const sources *s, const source *item, uint64_t *ret_tokens, leitong_error *error)
{
    lt_document_tokens other = {0};
    const leitong_result_run *run = leitong_result_get_run(s->v->result);
    lt_document_tokens_fold how = {.fold_han = run->fold_han != 0};
    LT_TRY(lt_document_tokens_open(s->v->result, item->document, &how, &other, error));
    uint8_t *shared = calloc(other.count + 1, 1);
    uint64_t tokens = 0;
    int code = 0;
    if (shared == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t i = item->first; i < item->last; i++) {
        const lt_record *share = &s->shares[i];
        if (share_is_passage(share)) {
            lt_equal_spans spans = source_spans(s, share, false);
            leitong_span equal;
            while (lt_equal_spans_next(&spans, &equal)) {
                tokens += source_share(&other, &equal, shared);
            }
            continue;
        }
        const leitong_result_phrase *phrase = &s->phrases[share_row(share)];
        size_t end = phrase->place_begin + phrase->place_count;
        for (size_t p = share->value; p < end && s->places[p].document == item->document; p++) {
            tokens += source_share(&other, &s->places[p], shared);
        }
    }
    *ret_tokens = tokens;
done:
    free(shared);
    lt_document_tokens_clear(&other);
    return code;
}

/* a / b > c / d */
static bool source_is_more(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    return (unsigned __int128)a * d > (unsigned __int128)c * b;
}

static int source_most_order(const void *left, const void *right)
{
    const source *a = left;
    const source *b = right;
    if (a->most != b->most) {
        return a->most > b->most ? -1 : 1;
    }
    return (a->document > b->document) - (a->document < b->document);
}

/* The document of which most is in common. Of two attributions the smaller is what both surely have, as in clusters of
 * documents; the other document is only folded where it could change the answer. */
static int sources_document(sources *s, leitong_error *error)
{
    leitong_verdict_figures *f = &s->v->figures;
    f->document_smaller = 1;
    qsort(s->items, s->count, sizeof *s->items, source_most_order);
    for (size_t i = 0; i < s->count; i++) {
        const source *item = &s->items[i];
        uint64_t smaller = source_smaller(s->v, item->document);
        uint64_t there = 0;
        if (smaller == 0 || !source_is_more(item->most, smaller, f->document_shared, f->document_smaller)) {
            continue;
        }
        LT_TRY(source_there(s, item, &there, error));
        uint64_t shared = LT_MIN(there, item->most);
        if (source_is_more(shared, smaller, f->document_shared, f->document_smaller)) {
            f->document = item->document;
            f->document_shared = shared;
            f->document_smaller = smaller;
        }
    }
    return 0;
}

int lt_verdict_sources(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    sources s = {.v = v,
                 .phrases = leitong_result_phrases(v->result, &count),
                 .places = leitong_result_places(v->result, &count)};
    int code = 0;
    LT_TRY_GOTO(done, sources_gather(&s, error));
    LT_TRY_GOTO(done, sources_divide(&s, error));
    sources_count(&s);
    LT_TRY_GOTO(done, sources_document(&s, error));
done:
    free(s.own);
    free(s.shares);
    free(s.items);
    return code;
}
