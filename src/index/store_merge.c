#include "index/store_merge.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "index/store_row.h"
#include "index/store_segment.h"
#include "index/store_words.h"

#include <stdlib.h>
#include <string.h>

#define MERGE_NONE UINT32_MAX /* a word of removed documents only */
#define MERGE_USED (UINT32_MAX - 1)
#define MERGE_PIECE 65536U /* bytes of text, tokens, or paragraphs, that are copied at once */

/* One of the segments to merge. */
typedef struct merge_source {
    const lt_store_segment *segment;
    lt_store_txn *txn; /* one for each source, so that its cursor keeps its position */
    lt_store_chunk rows, stretch;
    uint32_t next; /* the next document that is not removed */
    lt_store_row row;
    uint32_t *places;  /* [document] -> its new number, or LT_STORE_NONE */
    uint32_t *numbers; /* [word] -> its new number; before numbering: MERGE_NONE or MERGE_USED */
    lt_store_words words;
    bool has_word; /* its current word is the least of all sources */
    lt_store_scan scan;
    lt_block_entry entry;
    bool more;      /* `entry` is valid */
    uint64_t *gone; /* ascending: contents of removed documents only */
    size_t gone_count, gone_capacity;
    uint64_t living; /* the last content of a document that is not removed … */
    bool any_living; /* … if there was one */
} merge_source;

typedef struct merge_work {
    lt_store_sink *sink;
    merge_source *sources;
    size_t count;
    lt_record *order; /* [new number]: source, document */
    size_t documents;
    lt_store_stream stream;
    lt_store_bytes bytes;
    void *piece; /* MERGE_PIECE items, each at most a paragraph */
    lt_store_segment row;
} merge_work;

static int merge_damaged(const merge_source *source, uint8_t table, leitong_error *error)
{
    return lt_store_damaged(lt_store_txn_env(source->txn), source->segment->number, table,
                            "an entry is not what was written", error);
}

static int merge_row(merge_source *source, uint32_t document, leitong_error *error)
{
    lt_store_chunk *chunk = &source->rows;
    LT_TRY(lt_store_chunk_load(chunk, source->txn, source->segment->number, LT_STORE_ROWS, document, error));
    return lt_store_row_get(chunk->bytes, chunk->bytes + chunk->size, document - chunk->begin, &source->row)
               ? 0
               : merge_damaged(source, LT_STORE_ROWS, error);
}

/* Goes to the next document from `next` on that is not removed. */
static int merge_advance(merge_source *source, leitong_error *error)
{
    const lt_store_segment *segment = source->segment;
    while (source->next < segment->all.documents && lt_store_removed(segment, source->next)) {
        source->places[source->next++] = LT_STORE_NONE;
    }
    return source->next < segment->all.documents ? merge_row(source, source->next, error) : 0;
}

/* The source whose next document has the least id; NULL: all are at their end. Ids ascend within each source. */
static merge_source *merge_least(merge_work *w)
{
    merge_source *least = NULL;
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        if (s->next < s->segment->all.documents &&
            (least == NULL || strcmp(s->row.document.id, least->row.document.id) < 0)) {
            least = s;
        }
    }
    return least;
}

/* Fills in the order of documents and their new numbers. */
static int merge_order(merge_work *w, leitong_error *error)
{
    for (size_t i = 0; i < w->count; i++) {
        LT_TRY(merge_advance(&w->sources[i], error));
    }
    for (merge_source *s = merge_least(w); s != NULL; s = merge_least(w)) {
        s->places[s->next] = (uint32_t)w->documents;
        w->order[w->documents++] = (lt_record){(uint64_t)(s - w->sources), s->next++};
        LT_TRY(merge_advance(s, error));
    }
    return 0;
}

static int merge_rows(merge_work *w, leitong_error *error)
{
    lt_store_counts *all = &w->row.all;
    lt_record *hashes = malloc((w->documents + 1) * sizeof *hashes);
    if (hashes == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(done, lt_store_stream_open(&w->stream, w->sink, LT_STORE_ROWS, error));
    for (size_t i = 0; i < w->documents; i++) {
        merge_source *source = &w->sources[w->order[i].key];
        LT_TRY_GOTO(done, merge_row(source, (uint32_t)w->order[i].value, error));
        lt_store_row row = source->row;
        row.text_at = all->bytes;
        row.token_at = all->tokens;
        row.paragraph_at = all->paragraphs;
        hashes[i] = (lt_record){lt_hash_64(row.document.id, strlen(row.document.id)), i};
        w->bytes.size = 0;
        LT_TRY_GOTO(done, lt_store_row_put(&row, &w->bytes, error));
        LT_TRY_GOTO(done, lt_store_stream_add(&w->stream, w->bytes.bytes, w->bytes.size, 1, error));
        all->documents++;
        all->bytes += row.document.source_size;
        all->tokens += row.document.token_count;
        all->paragraphs += row.document.paragraph_count;
    }
    LT_TRY_GOTO(done, lt_store_stream_finish(&w->stream, error));
    LT_TRY_GOTO(done, lt_store_segment_ids(w->sink, hashes, w->documents, error));
done:
    free(hashes);
    return code;
}

static int merge_paragraphs(merge_work *w, merge_source *source, leitong_error *error)
{
    uint32_t left = source->row.document.paragraph_count;
    uint64_t at = source->row.paragraph_at;
    lt_store_chunk *chunk = &source->stretch;
    while (left > 0) {
        LT_TRY(lt_store_chunk_load(chunk, source->txn, source->segment->number, LT_STORE_PARAGRAPHS, at, error));
        uint64_t here = chunk->end - at;
        uint32_t part = here < left ? (uint32_t)here : left;
        part = LT_MIN(part, MERGE_PIECE);
        if (!lt_store_paragraphs_get(chunk->bytes, chunk->bytes + chunk->size, at - chunk->begin, part, 0, w->piece)) {
            return merge_damaged(source, LT_STORE_PARAGRAPHS, error);
        }
        LT_TRY(lt_store_paragraphs_put(w->piece, part, 0, &w->stream, &w->bytes, error));
        at += part;
        left -= part;
    }
    return 0;
}

static int merge_text(merge_work *w, merge_source *source, leitong_error *error)
{
    uint64_t size = source->row.document.source_size;
    for (uint64_t at = 0; at < size; at += MERGE_PIECE) {
        uint64_t part = LT_MIN(size - at, MERGE_PIECE);
        lt_store_range range = {source->segment->number, source->row.text_at + at, part};
        LT_TRY(lt_store_chunk_bytes(&source->stretch, source->txn, &range, w->piece, error));
        LT_TRY(lt_store_stream_bytes(&w->stream, w->piece, (size_t)part, error));
    }
    return 0;
}

/* Reads tokens of the source's current document, from `at` on, into the piece. */
static int merge_read_tokens(merge_work *w, merge_source *source, uint64_t at, uint64_t *ret_count,
                             leitong_error *error)
{
    uint64_t rest = source->row.document.token_count - at;
    uint64_t count = LT_MIN(rest, MERGE_PIECE);
    const uint32_t *tokens = w->piece;
    lt_store_range range = {source->segment->number, source->row.token_at + at, count};
    LT_TRY(lt_store_chunk_tokens(&source->stretch, source->txn, &range, w->piece, error));
    for (uint64_t i = 0; i < count; i++) {
        if ((tokens[i] & LT_TOKEN_WORD) != 0 && (tokens[i] & ~LT_TOKEN_WORD) >= source->segment->words) {
            return merge_damaged(source, LT_STORE_TOKENS, error);
        }
    }
    *ret_count = count;
    return 0;
}

static int merge_use_words(merge_work *w, merge_source *source, leitong_error *error)
{
    uint64_t count = 0;
    for (uint64_t at = 0; at < source->row.document.token_count; at += count) {
        LT_TRY(merge_read_tokens(w, source, at, &count, error));
        const uint32_t *tokens = w->piece;
        for (uint64_t i = 0; i < count; i++) {
            if ((tokens[i] & LT_TOKEN_WORD) != 0) {
                source->numbers[tokens[i] & ~LT_TOKEN_WORD] = MERGE_USED;
            }
        }
    }
    return 0;
}

static int merge_tokens(merge_work *w, merge_source *source, leitong_error *error)
{
    uint64_t count = 0;
    for (uint64_t at = 0; at < source->row.document.token_count; at += count) {
        LT_TRY(merge_read_tokens(w, source, at, &count, error));
        uint32_t *tokens = w->piece;
        for (uint64_t i = 0; i < count; i++) {
            if ((tokens[i] & LT_TOKEN_WORD) != 0) {
                tokens[i] = LT_TOKEN_WORD | source->numbers[tokens[i] & ~LT_TOKEN_WORD];
            }
        }
        LT_TRY(lt_store_stream_tokens(&w->stream, tokens, (size_t)count, error));
    }
    return 0;
}

/* Marks the words that remaining documents use. */
static int merge_find_used(merge_work *w, leitong_error *error)
{
    for (size_t i = 0; i < w->documents; i++) {
        merge_source *source = &w->sources[w->order[i].key];
        if (source->segment->dead.documents > 0) {
            LT_TRY(merge_row(source, (uint32_t)w->order[i].value, error));
            LT_TRY(merge_use_words(w, source, error));
        }
    }
    return 0;
}

/* Skips words that only removed documents use. */
static int merge_skip_words(merge_source *source, leitong_error *error)
{
    while (source->words.any && source->numbers[source->words.next - 1] == MERGE_NONE) {
        LT_TRY(lt_store_words_next(&source->words, error));
    }
    return 0;
}

/* Merges the words of all sources in order, equal ones once. `writes`: writes them to the stream; numbers them in any
 * case. */
static int merge_walk_words(merge_work *w, bool writes, leitong_error *error)
{
    uint32_t number = 0;
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        LT_TRY(lt_store_words_open(&s->words, s->txn, s->segment, error));
        LT_TRY(merge_skip_words(s, error));
    }
    for (;;) {
        const lt_store_words *least = NULL;
        for (size_t i = 0; i < w->count; i++) {
            const lt_store_words *words = &w->sources[i].words;
            least = words->any && (least == NULL || lt_store_words_compare(words, least) < 0) ? words : least;
        }
        if (least == NULL) {
            break;
        }
        if (writes) {
            LT_TRY(lt_store_words_put(&w->stream, least->text, least->size, &w->bytes, error));
        }
        for (size_t i = 0; i < w->count; i++) { /* before any source, `least` above all, advances */
            merge_source *s = &w->sources[i];
            s->has_word = s->words.any && lt_store_words_compare(&s->words, least) == 0;
        }
        for (size_t i = 0; i < w->count; i++) {
            merge_source *s = &w->sources[i];
            if (s->has_word) {
                s->numbers[s->words.next - 1] = number;
                LT_TRY(lt_store_words_next(&s->words, error));
                LT_TRY(merge_skip_words(s, error));
            }
        }
        number++;
    }
    w->row.words = number;
    return 0;
}

static int merge_number_words(merge_work *w, leitong_error *error)
{
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        s->numbers = malloc(((size_t)s->segment->words + 1) * sizeof *s->numbers);
        if (s->numbers == NULL) {
            return lt_error_memory(error);
        }
        for (uint64_t k = 0; k < s->segment->words; k++) {
            s->numbers[k] = s->segment->dead.documents > 0 ? MERGE_NONE : MERGE_USED;
        }
    }
    LT_TRY(merge_find_used(w, error));
    return merge_walk_words(w, false, error);
}

static int merge_words(merge_work *w, leitong_error *error)
{
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_WORDS, error));
    LT_TRY(merge_walk_words(w, true, error));
    return lt_store_stream_finish(&w->stream, error);
}

typedef int (*merge_copy)(merge_work *w, merge_source *source, leitong_error *error);

/* Copies a stream, document by document. */
static int merge_stream(merge_work *w, uint8_t table, merge_copy copy, leitong_error *error)
{
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, table, error));
    for (size_t i = 0; i < w->documents; i++) {
        merge_source *source = &w->sources[w->order[i].key];
        LT_TRY(merge_row(source, (uint32_t)w->order[i].value, error));
        LT_TRY(copy(w, source, error));
    }
    return lt_store_stream_finish(&w->stream, error);
}

/* Notes that a removed document (`removed`) or another one has this content; contents come in ascending order. */
static int merge_note(merge_source *source, uint64_t content, bool removed, leitong_error *error)
{
    bool last = source->gone_count > 0 && source->gone[source->gone_count - 1] == content;
    if (!removed) {
        source->gone_count -= last;
        source->living = content;
        source->any_living = true;
    } else if (!last && !(source->any_living && source->living == content)) {
        LT_TRY(LT_RESERVE(source->gone, source->gone_capacity, source->gone_count + 1, error));
        source->gone[source->gone_count++] = content;
    }
    return 0;
}

static int merge_compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Whether the current entry remains; if so, its document gets its new number. */
static int merge_keep(merge_source *source, bool *ret_keep, leitong_error *error)
{
    lt_block_entry *entry = &source->entry;
    uint8_t table = source->scan.block.table;
    if (table == LT_STORE_BANDS) {
        *ret_keep = source->gone_count == 0 || bsearch(&entry->value, source->gone, source->gone_count,
                                                       sizeof *source->gone, merge_compare) == NULL;
        return 0;
    }
    uint64_t document = entry->value >> 32;
    if (document >= source->segment->all.documents) {
        return merge_damaged(source, table, error);
    }
    uint32_t place = source->places[document];
    *ret_keep = place != LT_STORE_NONE;
    entry->value = (uint64_t)place << 32 | (uint32_t)entry->value;
    return table == LT_STORE_CONTENTS ? merge_note(source, entry->key, !*ret_keep, error) : 0;
}

/* Goes to the next entry that remains. */
static int merge_pull(merge_source *source, leitong_error *error)
{
    bool keep = false;
    while (!keep) {
        int got = lt_store_scan_next(&source->scan, &source->entry, error);
        if (got < 0) {
            return got;
        }
        source->more = got == 1;
        if (got == 0) {
            return 0;
        }
        LT_TRY(merge_keep(source, &keep, error));
    }
    return 0;
}

/* The source with the least current entry; NULL: all are at their end. */
static merge_source *merge_least_entry(merge_work *w)
{
    merge_source *least = NULL;
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        if (s->more && (least == NULL || lt_block_before((lt_block_key){s->entry.key, s->entry.value},
                                                         (lt_block_key){least->entry.key, least->entry.value}))) {
            least = s;
        }
    }
    return least;
}

/* New numbers ascend with the old ones of each source, so merging by (key, value) keeps the order. A content that
 * several sources have under a band key is written once. */
static int merge_entries(merge_work *w, uint8_t table, uint64_t *ret_count, uint64_t *ret_sum, leitong_error *error)
{
    lt_store_entries entries;
    lt_block_key last = {0, 0};
    lt_store_entries_open(&entries, w->sink, table);
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        LT_TRY(lt_store_scan_open(&s->scan, s->txn, s->segment->number, table, (lt_block_key){0, 0}, error));
        LT_TRY(merge_pull(s, error));
    }
    for (merge_source *s = merge_least_entry(w); s != NULL; s = merge_least_entry(w)) {
        bool repeated = entries.count > 0 && last.key == s->entry.key && last.value == s->entry.value;
        last = (lt_block_key){s->entry.key, s->entry.value};
        if (!repeated) {
            LT_TRY(lt_store_entries_add(&entries, &s->entry, error));
        }
        LT_TRY(merge_pull(s, error));
    }
    LT_TRY(lt_store_entries_finish(&entries, error));
    *ret_count = entries.count;
    *ret_sum = entries.sum;
    return 0;
}

static int merge_open(merge_work *w, const lt_store_selection *from, leitong_error *error)
{
    uint64_t documents = 0;
    w->sources = calloc(from->count + 1, sizeof *w->sources);
    if (w->sources == NULL) {
        return lt_error_memory(error);
    }
    w->count = from->count;
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        s->segment = &from->catalog->segments[from->which[i]];
        documents += s->segment->all.documents - s->segment->dead.documents;
        s->places = malloc(((size_t)s->segment->all.documents + 1) * sizeof *s->places);
        if (s->places == NULL) {
            return lt_error_memory(error);
        }
        LT_TRY(lt_store_txn_begin(from->env, false, &s->txn, error));
    }
    w->order = malloc(((size_t)documents + 1) * sizeof *w->order);
    w->piece = malloc(MERGE_PIECE * sizeof(lt_paragraph));
    return w->order == NULL || w->piece == NULL ? lt_error_memory(error) : 0;
}

static void merge_clear(merge_work *w)
{
    for (size_t i = 0; i < w->count; i++) {
        merge_source *s = &w->sources[i];
        lt_store_chunk_clear(&s->rows);
        lt_store_chunk_clear(&s->stretch);
        lt_store_txn_abort(s->txn);
        lt_store_words_clear(&s->words);
        free(s->numbers);
        free(s->places);
        free(s->gone);
    }
    free(w->sources);
    free(w->order);
    free(w->piece);
    lt_store_stream_clear(&w->stream);
    free(w->bytes.bytes);
}

int lt_store_merge(lt_store_sink *sink, const lt_store_selection *from, lt_store_segment *ret_segment,
                   leitong_error *error)
{
    merge_work w = {.sink = sink, .row = {.number = sink->segment}};
    uint64_t before = sink->bytes;
    int code = 0;
    LT_TRY_GOTO(done, merge_open(&w, from, error));
    LT_TRY_GOTO(done, merge_order(&w, error));
    LT_TRY_GOTO(done, merge_rows(&w, error));
    LT_TRY_GOTO(done, merge_stream(&w, LT_STORE_PARAGRAPHS, merge_paragraphs, error));
    LT_TRY_GOTO(done, merge_stream(&w, LT_STORE_TEXT, merge_text, error));
    LT_TRY_GOTO(done, merge_number_words(&w, error));
    LT_TRY_GOTO(done, merge_stream(&w, LT_STORE_TOKENS, merge_tokens, error));
    LT_TRY_GOTO(done, merge_entries(&w, LT_STORE_CONTENTS, &w.row.contents, &w.row.content_sum, error));
    LT_TRY_GOTO(done, merge_entries(&w, LT_STORE_BANDS, &w.row.bands, &w.row.band_sum, error));
    LT_TRY_GOTO(done, merge_entries(&w, LT_STORE_SEEDS, &w.row.seeds, &w.row.seed_sum, error));
    LT_TRY_GOTO(done, merge_words(&w, error));
    w.row.room = sink->bytes - before;
    *ret_segment = w.row;
done:
    merge_clear(&w);
    return code;
}
