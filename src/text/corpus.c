#include "text/corpus.h"

#include "base/buffer.h"
#include "base/permute.h"
#include "base/radix_sort.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS_PIECE 65536U /* tokens that are renumbered at once */

int lt_corpus_init(lt_corpus *corpus, const char *folder, leitong_error *error)
{
    memset(corpus, 0, sizeof *corpus);
    int code = 0;
    LT_TRY_GOTO(failed, lt_spool_new(folder, &corpus->tokens, error));
    LT_TRY_GOTO(failed, lt_spool_new(folder, &corpus->text, error));
    LT_TRY_GOTO(failed, lt_lexicon_new(&corpus->lexicon, error));
    if (folder != NULL) {
        LT_TRY_GOTO(failed, lt_mapped_new(folder, &corpus->paragraph_file, error));
    }
    return 0;
failed:
    lt_corpus_clear(corpus);
    return code;
}

void lt_corpus_clear(lt_corpus *corpus)
{
    for (size_t i = 0; i < corpus->document_count; i++) {
        lt_document *document = &corpus->documents[i];
        free(document->id);
        free(document->title);
        free(document->date);
        free(document->series);
        free(document->author);
    }
    free(corpus->documents);
    if (corpus->paragraph_file != NULL) {
        lt_mapped_free(corpus->paragraph_file);
    } else {
        free(corpus->paragraphs);
    }
    lt_spool_free(corpus->tokens);
    lt_spool_free(corpus->text);
    lt_lexicon_free(corpus->lexicon);
    memset(corpus, 0, sizeof *corpus);
}

int lt_corpus_reserve_paragraphs(lt_corpus *corpus, size_t need, leitong_error *error)
{
    if (corpus->paragraph_file == NULL) {
        return LT_RESERVE(corpus->paragraphs, corpus->paragraph_capacity, need, error);
    }
    if (need <= corpus->paragraph_capacity) {
        return 0;
    }
    void *bytes;
    size_t size;
    lt_mapped_rest(corpus->paragraph_file);
    LT_TRY(lt_mapped_reserve(corpus->paragraph_file, need * sizeof *corpus->paragraphs, &bytes, &size, error));
    corpus->paragraphs = bytes;
    corpus->paragraph_capacity = size / sizeof *corpus->paragraphs;
    return 0;
}

void lt_corpus_rest(const lt_corpus *corpus)
{
    if (corpus->paragraph_file != NULL) {
        lt_mapped_rest(corpus->paragraph_file);
    }
}

void lt_corpus_passed(const lt_corpus *corpus, size_t paragraph)
{
    size_t begin = paragraph * sizeof *corpus->paragraphs;
    size_t end = begin + sizeof *corpus->paragraphs;
    if (corpus->paragraph_file != NULL && begin / LT_MAPPED_STEP != end / LT_MAPPED_STEP) {
        lt_mapped_passed(corpus->paragraph_file, end);
    }
}

void lt_corpus_share_lexicon(lt_corpus *corpus, lt_lexicon *lexicon)
{
    lt_lexicon_free(corpus->lexicon);
    corpus->lexicon = lt_lexicon_share(lexicon);
}

typedef struct corpus_entry {
    const char *id;
    uint64_t hash[2];
    uint32_t from; /* number on arrival */
} corpus_entry;

/* Ids are unique; should one repeat, content decides before arrival does. */
static int corpus_compare(const void *left, const void *right)
{
    const corpus_entry *a = left;
    const corpus_entry *b = right;
    int order = strcmp(a->id, b->id);
    if (order != 0) {
        return order;
    }
    for (int i = 0; i < 2; i++) {
        if (a->hash[i] != b->hash[i]) {
            return a->hash[i] < b->hash[i] ? -1 : 1;
        }
    }
    return a->from < b->from ? -1 : a->from > b->from;
}

/* order[new number] = number on arrival, of documents. */
static int corpus_order_documents(const lt_corpus *corpus, uint32_t *order, leitong_error *error)
{
    size_t count = corpus->document_count;
    corpus_entry *entries = malloc(count * sizeof *entries);
    if (entries == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        const lt_document *document = &corpus->documents[i];
        entries[i] = (corpus_entry){document->id, {document->hash[0], document->hash[1]}, (uint32_t)i};
    }
    qsort(entries, count, sizeof *entries, corpus_compare);
    for (size_t i = 0; i < count; i++) {
        order[i] = entries[i].from;
    }
    free(entries);
    return 0;
}

/* Puts order[] of one document's paragraphs into the order of their first bytes. They arrive in it as a rule. */
static int corpus_order_within(const lt_corpus *corpus, uint32_t *order, size_t count, leitong_error *error)
{
    size_t i = 1;
    while (i < count && corpus->paragraphs[order[i - 1]].byte_begin <= corpus->paragraphs[order[i]].byte_begin) {
        lt_corpus_passed(corpus, order[i++]);
    }
    if (i >= count) {
        return 0;
    }
    lt_record *records = malloc(2 * count * sizeof *records);
    if (records == NULL) {
        return lt_error_memory(error);
    }
    for (i = 0; i < count; i++) {
        records[i] = (lt_record){corpus->paragraphs[order[i]].byte_begin, order[i]};
    }
    lt_radix_sort_records(records, records + count, count);
    for (i = 0; i < count; i++) {
        order[i] = (uint32_t)records[i].value;
    }
    free(records);
    return 0;
}

/* order[new number] = number on arrival, of paragraphs; they already name their documents by new numbers. */
static int corpus_order_paragraphs(lt_corpus *corpus, uint32_t *order, leitong_error *error)
{
    for (size_t i = 0; i < corpus->document_count; i++) {
        corpus->documents[i].paragraph_count = 0;
    }
    for (size_t i = 0; i < corpus->paragraph_count; i++) {
        corpus->documents[corpus->paragraphs[i].document].paragraph_count++;
        lt_corpus_passed(corpus, i);
    }
    uint32_t begin = 0;
    for (size_t i = 0; i < corpus->document_count; i++) {
        corpus->documents[i].paragraph_begin = begin;
        begin += corpus->documents[i].paragraph_count;
    }
    for (size_t i = 0; i < corpus->paragraph_count; i++) { /* paragraph_begin serves as the cursor … */
        order[corpus->documents[corpus->paragraphs[i].document].paragraph_begin++] = (uint32_t)i;
        lt_corpus_passed(corpus, i);
    }
    for (size_t i = 0; i < corpus->document_count; i++) { /* … and is put back */
        lt_document *document = &corpus->documents[i];
        document->paragraph_begin -= document->paragraph_count;
        LT_TRY(corpus_order_within(corpus, order + document->paragraph_begin, document->paragraph_count, error));
    }
    return 0;
}

static int corpus_settle_documents(lt_corpus *corpus, leitong_error *error)
{
    size_t count = corpus->document_count;
    int code = 0;
    lt_document spare;
    uint32_t *order = calloc(count, sizeof *order);
    uint32_t *place = calloc(count, sizeof *place);
    if (order == NULL || place == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, corpus_order_documents(corpus, order, error));
    for (size_t i = 0; i < count; i++) {
        place[order[i]] = (uint32_t)i;
    }
    for (size_t i = 0; i < corpus->paragraph_count; i++) {
        corpus->paragraphs[i].document = place[corpus->paragraphs[i].document];
        lt_corpus_passed(corpus, i);
    }
    lt_permute(corpus->documents, sizeof *corpus->documents, order, count, &spare);
done:
    free(order);
    free(place);
    return code;
}

int lt_corpus_settle(lt_corpus *corpus, uint32_t *ret_places, leitong_error *error)
{
    if (corpus->paragraph_count > UINT32_MAX || corpus->document_count > UINT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "more than 2^32 - 1 paragraphs or documents; scan in shards");
    }
    if (corpus->document_count == 0) {
        return 0;
    }
    lt_paragraph spare;
    /* One more than needed: calloc of nothing may answer NULL. */
    uint32_t *order = calloc(corpus->paragraph_count + 1, sizeof *order);
    if (order == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    LT_TRY_GOTO(done, corpus_settle_documents(corpus, error));
    LT_TRY_GOTO(done, corpus_order_paragraphs(corpus, order, error));
    for (size_t i = 0; ret_places != NULL && i < corpus->paragraph_count; i++) {
        ret_places[order[i]] = (uint32_t)i;
    }
    lt_permute(corpus->paragraphs, sizeof *corpus->paragraphs, order, corpus->paragraph_count, &spare);
    lt_corpus_rest(corpus);
done:
    free(order);
    return code;
}

/* Puts a stretch of tokens under their words' new numbers. */
static int corpus_renumber(lt_corpus *corpus, const uint32_t *numbers, uint64_t begin, size_t count,
                           uint32_t *renumbered, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    const uint32_t *tokens;
    bool words = false;
    int code = 0;
    LT_TRY_GOTO(done, lt_corpus_tokens(corpus, begin, count, &scratch, &tokens, error));
    for (size_t i = 0; i < count; i++) {
        bool word = (tokens[i] & LT_TOKEN_WORD) != 0;
        renumbered[i] = word ? LT_TOKEN_WORD | numbers[tokens[i] & ~LT_TOKEN_WORD] : tokens[i];
        words = words || word;
    }
    if (words) {
        code =
            lt_spool_overwrite(corpus->tokens, begin * sizeof(uint32_t), renumbered, count * sizeof(uint32_t), error);
    }
done:
    lt_spool_scratch_clear(&scratch);
    return code;
}

int lt_corpus_number_words(lt_corpus *corpus, leitong_error *error)
{
    if (lt_lexicon_count(corpus->lexicon) == 0) {
        return 0;
    }
    int code = 0;
    uint32_t *numbers = NULL;
    uint32_t *renumbered = malloc(CORPUS_PIECE * sizeof *renumbered);
    if (renumbered == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, lt_lexicon_sort(corpus->lexicon, &numbers, error));
    for (uint64_t at = 0; at < corpus->token_count; at += CORPUS_PIECE) {
        uint64_t rest = corpus->token_count - at;
        size_t count = rest < CORPUS_PIECE ? (size_t)rest : CORPUS_PIECE;
        LT_TRY_GOTO(done, corpus_renumber(corpus, numbers, at, count, renumbered, error));
    }
done:
    free(numbers);
    free(renumbered);
    return code;
}

int lt_corpus_tokens(const lt_corpus *corpus, uint64_t begin, size_t count, lt_spool_scratch *scratch,
                     const uint32_t **ret_tokens, leitong_error *error)
{
    const void *bytes;
    LT_TRY(lt_spool_view(corpus->tokens, begin * sizeof(uint32_t), count * sizeof(uint32_t), scratch, &bytes, error));
    *ret_tokens = bytes;
    return 0;
}

int lt_corpus_text(const lt_corpus *corpus, const lt_document *document, lt_byte_range range, lt_spool_scratch *scratch,
                   const uint8_t **ret_text, leitong_error *error)
{
    if (range.begin > range.end || range.end > document->text_size) {
        return lt_error_at(error, LEITONG_EUSAGE, document->id, range.begin,
                           "bytes up to %" PRIu64 " of a text of %" PRIu64, range.end, document->text_size);
    }
    const void *bytes;
    LT_TRY(lt_spool_view(corpus->text, document->text_at + range.begin, (size_t)(range.end - range.begin), scratch,
                         &bytes, error));
    *ret_text = bytes;
    return 0;
}
