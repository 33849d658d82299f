#include "passages/short_documents.h"

#include "base/buffer.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

typedef struct short_documents {
    const lt_corpus *corpus;
    const lt_posting_subject *subject;
    lt_record *records; /* key: hash of all tokens; value: document; sorted */
    size_t count, capacity;
    lt_spool_scratch one, other;
} short_documents;

static int short_tokens(const short_documents *s, uint32_t document, lt_spool_scratch *scratch,
                        const uint32_t **ret_tokens, leitong_error *error)
{
    const lt_document *d = &s->corpus->documents[document];
    return lt_corpus_tokens(s->corpus, d->token_begin, (size_t)d->token_count, scratch, ret_tokens, error);
}

static int short_gather(short_documents *s, unsigned run, leitong_error *error)
{
    for (size_t d = 0; d < s->corpus->document_count; d++) {
        size_t size = (size_t)s->corpus->documents[d].token_count;
        const uint32_t *tokens;
        if (size == 0 || size >= run) {
            continue;
        }
        LT_TRY(short_tokens(s, (uint32_t)d, &s->one, &tokens, error));
        LT_TRY(LT_RESERVE(s->records, s->capacity, s->count + 1, error));
        s->records[s->count++] = (lt_record){lt_hash_64(tokens, size * sizeof *tokens), d};
    }
    lt_record *scratch = malloc((s->count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    if (s->count > 1) {
        lt_radix_sort_records(s->records, scratch, s->count);
    }
    free(scratch);
    return 0;
}

static int short_link(const short_documents *s, uint32_t first, uint32_t document, lt_passages *passages,
                      leitong_error *error)
{
    if (s->subject != NULL && s->subject->document != first && s->subject->document != document) {
        return 0;
    }
    uint32_t size = (uint32_t)s->corpus->documents[first].token_count;
    LT_TRY(LT_RESERVE(passages->items, passages->capacity, passages->count + 1, error));
    passages->items[passages->count++] = (lt_passage){.document_a = first,
                                                      .document_b = document,
                                                      .a_end = size,
                                                      .b_end = size,
                                                      .matched = size,
                                                      .longest_run = size,
                                                      .edit_begin = passages->edit_count};
    return 0;
}

/* Documents with one hash: those with the tokens of the first are linked to it. The others, whose hash is but the same,
 * are what is left for the next round. */
static int short_group(short_documents *s, size_t begin, size_t end, lt_passages *passages, leitong_error *error)
{
    while (begin < end) {
        uint32_t first = (uint32_t)s->records[begin].value;
        const uint32_t *tokens;
        size_t left = begin;
        LT_TRY(short_tokens(s, first, &s->one, &tokens, error));
        for (size_t i = begin + 1; i < end; i++) {
            uint32_t document = (uint32_t)s->records[i].value;
            size_t size = (size_t)s->corpus->documents[document].token_count;
            const uint32_t *others;
            LT_TRY(short_tokens(s, document, &s->other, &others, error));
            if (size == s->corpus->documents[first].token_count && memcmp(tokens, others, size * sizeof *tokens) == 0) {
                LT_TRY(short_link(s, first, document, passages, error));
            } else {
                s->records[left++] = s->records[i];
            }
        }
        end = left;
    }
    return 0;
}

int lt_short_documents_find(const lt_corpus *corpus, unsigned run, const lt_posting_subject *subject,
                            lt_passages *passages, leitong_error *error)
{
    short_documents s = {.corpus = corpus, .subject = subject};
    int code = 0;
    LT_TRY_GOTO(done, short_gather(&s, run, error));
    for (size_t begin = 0, end; begin < s.count; begin = end) {
        for (end = begin + 1; end < s.count && s.records[end].key == s.records[begin].key; end++) {
        }
        LT_TRY_GOTO(done, short_group(&s, begin, end, passages, error));
    }
done:
    lt_spool_scratch_clear(&s.one);
    lt_spool_scratch_clear(&s.other);
    free(s.records);
    return code;
}
