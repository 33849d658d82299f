#include "index/store_segment.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "index/store_words.h"
#include "sketch/winnow.h"

#include <stdlib.h>
#include <string.h>

#define SEGMENT_PIECE (1U << 20) /* bytes of text, or tokens, that are read at once */

typedef struct segment_work {
    lt_store_sink *sink;
    const lt_store_parameters *parameters;
    const lt_corpus *corpus;
    lt_store_stream stream;
    lt_store_bytes bytes;
    lt_spool_scratch scratch;
    lt_store_segment row;
} segment_work;

static int segment_rows(segment_work *w, leitong_error *error)
{
    lt_store_row row = {.text_at = 0};
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_ROWS, error));
    for (size_t i = 0; i < w->corpus->document_count; i++) {
        const lt_document *d = &w->corpus->documents[i];
        if (d->token_count > INT32_MAX) {
            return lt_error_at(error, LEITONG_EUSAGE, d->id, LEITONG_NO_OFFSET,
                               "more than 2^31 - 1 tokens in one document; split it");
        }
        row.document = (lt_view_document){.id = d->id,
                                          .title = d->title,
                                          .title_from = d->title_from,
                                          .date_from = d->date_from,
                                          .date = d->date,
                                          .series = d->series,
                                          .author = d->author,
                                          .hash = {d->hash[0], d->hash[1]},
                                          .source_size = d->source_size,
                                          .text_size = d->text_size,
                                          .token_count = (uint32_t)d->token_count,
                                          .paragraph_count = d->paragraph_count,
                                          .encoding = d->encoding,
                                          .bom = d->bom,
                                          .utf8_is_source = d->utf8_is_source};
        w->bytes.size = 0;
        LT_TRY(lt_store_row_put(&row, &w->bytes, error));
        LT_TRY(lt_store_stream_add(&w->stream, w->bytes.bytes, w->bytes.size, 1, error));
        row.text_at += d->source_size;
        row.token_at += d->token_count;
        row.paragraph_at += d->paragraph_count;
    }
    w->row.all = (lt_store_counts){w->corpus->document_count, row.paragraph_at, row.token_at, row.text_at};
    return lt_store_stream_finish(&w->stream, error);
}

int lt_store_segment_ids(lt_store_sink *sink, lt_record *hashes, size_t count, leitong_error *error)
{
    lt_store_entries entries;
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_records(hashes, scratch, count);
    free(scratch);
    lt_store_entries_open(&entries, sink, LT_STORE_IDS);
    for (size_t i = 0; i < count; i++) {
        lt_block_entry entry = {hashes[i].key, hashes[i].value << 32, 0};
        LT_TRY(lt_store_entries_add(&entries, &entry, error));
    }
    return lt_store_entries_finish(&entries, error);
}

static int segment_ids(segment_work *w, leitong_error *error)
{
    size_t count = w->corpus->document_count;
    lt_record *hashes = malloc((count + 1) * sizeof *hashes);
    if (hashes == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        const char *id = w->corpus->documents[i].id;
        hashes[i] = (lt_record){lt_hash_64(id, strlen(id)), i};
    }
    int code = lt_store_segment_ids(w->sink, hashes, count, error);
    free(hashes);
    return code;
}

static int segment_paragraphs(segment_work *w, leitong_error *error)
{
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_PARAGRAPHS, error));
    for (size_t i = 0; i < w->corpus->document_count; i++) {
        const lt_document *d = &w->corpus->documents[i];
        LT_TRY(lt_store_paragraphs_put(LT_FROM(w->corpus->paragraphs, d->paragraph_begin), d->paragraph_count,
                                       d->token_begin, &w->stream, &w->bytes, error));
    }
    return lt_store_stream_finish(&w->stream, error);
}

static int segment_text(segment_work *w, leitong_error *error)
{
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_TEXT, error));
    for (size_t i = 0; i < w->corpus->document_count; i++) {
        const lt_document *d = &w->corpus->documents[i];
        for (uint64_t at = 0; at < d->source_size; at += SEGMENT_PIECE) {
            uint64_t rest = d->source_size - at;
            size_t piece = rest < SEGMENT_PIECE ? (size_t)rest : SEGMENT_PIECE;
            const void *view;
            LT_TRY(lt_spool_view(w->corpus->text, d->source_at + at, piece, &w->scratch, &view, error));
            LT_TRY(lt_store_stream_bytes(&w->stream, view, piece, error));
        }
    }
    return lt_store_stream_finish(&w->stream, error);
}

static int segment_tokens(segment_work *w, leitong_error *error)
{
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_TOKENS, error));
    for (size_t i = 0; i < w->corpus->document_count; i++) {
        const lt_document *d = &w->corpus->documents[i];
        for (uint64_t at = 0; at < d->token_count; at += SEGMENT_PIECE) {
            uint64_t rest = d->token_count - at;
            size_t piece = rest < SEGMENT_PIECE ? (size_t)rest : SEGMENT_PIECE;
            const uint32_t *tokens;
            LT_TRY(lt_corpus_tokens(w->corpus, d->token_begin + at, piece, &w->scratch, &tokens, error));
            LT_TRY(lt_store_stream_tokens(&w->stream, tokens, piece, error));
        }
    }
    return lt_store_stream_finish(&w->stream, error);
}

static int segment_words(segment_work *w, leitong_error *error)
{
    const lt_lexicon *lexicon = w->corpus->lexicon;
    w->row.words = lt_lexicon_count(lexicon);
    LT_TRY(lt_store_stream_open(&w->stream, w->sink, LT_STORE_WORDS, error));
    for (uint32_t i = 0; i < w->row.words; i++) {
        size_t size;
        const uint8_t *text = lt_lexicon_text(lexicon, i, &size);
        LT_TRY(lt_store_words_put(&w->stream, text, size, &w->bytes, error));
    }
    return lt_store_stream_finish(&w->stream, error);
}

/* Paragraph numbers ascend as (document, paragraph in it) does. */
static int segment_contents(segment_work *w, const uint64_t *contents, lt_record *records, leitong_error *error)
{
    const lt_corpus *corpus = w->corpus;
    size_t count = corpus->paragraph_count;
    lt_store_entries entries;
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){contents[i], i};
    }
    lt_radix_sort_records(records, records + count, count);
    lt_store_entries_open(&entries, w->sink, LT_STORE_CONTENTS);
    for (size_t i = 0; i < count; i++) {
        uint32_t document = corpus->paragraphs[records[i].value].document;
        uint64_t item = records[i].value - corpus->documents[document].paragraph_begin;
        lt_block_entry entry = {records[i].key, (uint64_t)document << 32 | item, 0};
        LT_TRY(lt_store_entries_add(&entries, &entry, error));
    }
    w->row.contents = entries.count;
    w->row.content_sum = entries.sum;
    return lt_store_entries_finish(&entries, error);
}

/* Band after band; each content once under a key, even if several paragraphs have it. */
static int segment_bands(segment_work *w, const lt_store_keys *keys, lt_record *records, leitong_error *error)
{
    unsigned bands = w->parameters->bands;
    size_t count = w->corpus->paragraph_count;
    lt_store_entries entries;
    lt_store_entries_open(&entries, w->sink, LT_STORE_BANDS);
    for (unsigned band = 0; band < bands; band++) {
        for (size_t i = 0; i < count; i++) {
            records[i] = (lt_record){(uint64_t)band << 32 | keys->bands[i * bands + band], keys->contents[i]};
        }
        lt_radix_sort_records(records, records + count, count);
        for (size_t i = 0; i < count; i++) {
            if (i == 0 || records[i].key != records[i - 1].key || records[i].value != records[i - 1].value) {
                lt_block_entry entry = {records[i].key, records[i].value, 0};
                LT_TRY(lt_store_entries_add(&entries, &entry, error));
            }
        }
    }
    w->row.bands = entries.count;
    w->row.band_sum = entries.sum;
    return lt_store_entries_finish(&entries, error);
}

static int segment_keys(segment_work *w, const lt_store_keys *keys, leitong_error *error)
{
    lt_record *records = malloc((2 * w->corpus->paragraph_count + 1) * sizeof *records);
    if (records == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(done, segment_contents(w, keys->contents, records, error));
    LT_TRY_GOTO(done, segment_bands(w, keys, records, error));
done:
    free(records);
    return code;
}

/* The tags of a place: two bits for each token around the seed. */
static int segment_tags(segment_work *w, uint64_t place, unsigned width, uint32_t *ret_tags, leitong_error *error)
{
    const lt_document *d = &w->corpus->documents[place >> 32];
    uint64_t seed = (uint32_t)place;
    uint64_t from = seed < LT_VIEW_TAGS ? 0 : seed - LT_VIEW_TAGS;
    uint64_t to = LT_MIN(seed + width + LT_VIEW_TAGS, d->token_count);
    const uint32_t *tokens;
    LT_TRY(lt_corpus_tokens(w->corpus, d->token_begin + from, (size_t)(to - from), &w->scratch, &tokens, error));
    *ret_tags = lt_view_tags(w->corpus->lexicon, tokens, (size_t)(to - from), (size_t)(seed - from), width);
    return 0;
}

static int segment_lane(segment_work *w, lt_sorted_run *seeds, unsigned lane, lt_store_entries *entries,
                        leitong_error *error)
{
    unsigned width = lt_winnow_shape(w->parameters->run).width;
    lt_sorted_run_reader *reader = NULL;
    size_t count = 1;
    int code = 0;
    LT_TRY(lt_sorted_run_reader_new(seeds, lane, &reader, error));
    while (count > 0) {
        const void *stretch = NULL;
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(reader, &stretch, &count, error));
        const lt_record *records = stretch;
        for (size_t i = 0; i < count; i++) {
            lt_block_entry entry = {lt_view_seed_order(records[i].key), records[i].value, 0};
            LT_TRY_GOTO(done, segment_tags(w, records[i].value, width, &entry.tags, error));
            LT_TRY_GOTO(done, lt_store_entries_add(entries, &entry, error));
        }
    }
done:
    lt_sorted_run_reader_free(reader);
    return code;
}

static int segment_seeds(segment_work *w, lt_sorted_run *seeds, leitong_error *error)
{
    lt_store_entries entries;
    lt_store_entries_open(&entries, w->sink, LT_STORE_SEEDS);
    for (unsigned lane = 0; lane < 1U << LT_VIEW_LANE_BITS; lane++) {
        LT_TRY(segment_lane(w, seeds, lane, &entries, error));
    }
    w->row.seeds = entries.count;
    w->row.seed_sum = entries.sum;
    return lt_store_entries_finish(&entries, error);
}

int lt_store_segment_write(lt_store_sink *sink, const lt_store_parameters *parameters, const lt_corpus *corpus,
                           const lt_store_keys *keys, lt_store_segment *ret_segment, leitong_error *error)
{
    segment_work w = {.sink = sink, .parameters = parameters, .corpus = corpus, .row = {.number = sink->segment}};
    uint64_t before = sink->bytes;
    int code = 0;
    LT_TRY_GOTO(done, segment_rows(&w, error));
    LT_TRY_GOTO(done, segment_ids(&w, error));
    LT_TRY_GOTO(done, segment_paragraphs(&w, error));
    LT_TRY_GOTO(done, segment_text(&w, error));
    LT_TRY_GOTO(done, segment_tokens(&w, error));
    LT_TRY_GOTO(done, segment_keys(&w, keys, error));
    LT_TRY_GOTO(done, segment_seeds(&w, keys->seeds, error));
    LT_TRY_GOTO(done, segment_words(&w, error));
    w.row.room = sink->bytes - before;
    *ret_segment = w.row;
done:
    lt_store_stream_clear(&w.stream);
    lt_spool_scratch_clear(&w.scratch);
    free(w.bytes.bytes);
    return code;
}
