#include "index/store_words.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "index/block.h"

#include <stdlib.h>
#include <string.h>

int lt_store_words_put(lt_store_stream *stream, const uint8_t *text, size_t size, lt_store_bytes *scratch,
                       leitong_error *error)
{
    enum { NUMBER = 10 }; /* bytes of a number at most */
    LT_TRY(LT_RESERVE(scratch->bytes, scratch->capacity, NUMBER + size, error));
    size_t head = lt_block_put(scratch->bytes, size);
    memcpy(scratch->bytes + head, text, size);
    return lt_store_stream_add(stream, scratch->bytes, head + size, 1, error);
}

/* The word at `at`; returns the address of the next one, or NULL. */
static const uint8_t *words_get(const uint8_t *at, const uint8_t *end, const uint8_t **ret_text, size_t *ret_size)
{
    uint64_t size = 0;
    at = lt_block_get(at, end, &size);
    if (at == NULL || size > (size_t)(end - at)) {
        return NULL;
    }
    *ret_text = at;
    *ret_size = (size_t)size;
    return at + size;
}

static int words_damaged(const lt_store_txn *txn, const lt_store_segment *segment, leitong_error *error)
{
    return lt_store_damaged(lt_store_txn_env(txn), segment->number, LT_STORE_WORDS, "an entry is not what was written",
                            error);
}

/* ---- one behind the other ---- */

void lt_store_words_clear(lt_store_words *words)
{
    lt_store_chunk_clear(&words->chunk);
}

int lt_store_words_open(lt_store_words *words, lt_store_txn *txn, const lt_store_segment *segment, leitong_error *error)
{
    words->txn = txn;
    words->segment = segment;
    words->next = 0;
    words->at = NULL;
    return lt_store_words_next(words, error);
}

int lt_store_words_next(lt_store_words *words, leitong_error *error)
{
    lt_store_chunk *chunk = &words->chunk;
    words->any = words->next < words->segment->words;
    if (!words->any) {
        return 0;
    }
    if (words->at == NULL || words->next == chunk->end) {
        LT_TRY(lt_store_chunk_load(chunk, words->txn, words->segment->number, LT_STORE_WORDS, words->next, error));
        words->at = chunk->begin == words->next ? chunk->bytes : NULL;
    }
    if (words->at != NULL) {
        words->at = words_get(words->at, chunk->bytes + chunk->size, &words->text, &words->size);
    }
    if (words->at == NULL) {
        return words_damaged(words->txn, words->segment, error);
    }
    words->hash = lt_lexicon_word_hash(words->text, words->size);
    words->next++;
    return 0;
}

int lt_store_words_compare(const lt_store_words *x, const lt_store_words *y)
{
    if (x->hash != y->hash) {
        return x->hash < y->hash ? -1 : 1;
    }
    int order = memcmp(x->text, y->text, LT_MIN(x->size, y->size));
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* ---- for a reader's tokens ---- */

int lt_store_naming_open(lt_store_naming *naming, const lt_store_catalog *catalog, leitong_error *error)
{
    naming->catalog = catalog;
    naming->ids = calloc(catalog->count + 1, sizeof *naming->ids);
    return naming->ids == NULL ? lt_error_memory(error) : lt_lexicon_new(&naming->lexicon, error);
}

void lt_store_naming_clear(lt_store_naming *naming)
{
    for (size_t i = 0; naming->ids != NULL && i < naming->catalog->count; i++) {
        free(naming->ids[i]);
    }
    free(naming->ids);
    lt_lexicon_free(naming->lexicon);
    lt_store_chunk_clear(&naming->chunk);
    memset(naming, 0, sizeof *naming);
}

static int naming_word(lt_store_naming *naming, lt_store_txn *txn, const lt_store_segment *segment, uint32_t word,
                       uint32_t *ret_id, leitong_error *error)
{
    lt_store_chunk *chunk = &naming->chunk;
    const uint8_t *text = NULL;
    size_t size = 0;
    LT_TRY(lt_store_chunk_load(chunk, txn, segment->number, LT_STORE_WORDS, word, error));
    const uint8_t *at = chunk->bytes;
    for (uint64_t i = chunk->begin; i <= word && at != NULL; i++) {
        at = words_get(at, chunk->bytes + chunk->size, &text, &size);
    }
    if (at == NULL) {
        return words_damaged(txn, segment, error);
    }
    return lt_lexicon_add(naming->lexicon, text, size, lt_lexicon_word_hash(text, size), ret_id, error);
}

int lt_store_naming_run(lt_store_naming *naming, lt_store_txn *txn, const lt_store_segment *segment, size_t count,
                        uint32_t *tokens, leitong_error *error)
{
    uint32_t **ids = &naming->ids[segment - naming->catalog->segments];
    for (size_t i = 0; i < count; i++) {
        uint32_t word = tokens[i] & ~LT_TOKEN_WORD;
        if (word == tokens[i]) {
            continue;
        }
        if (word >= segment->words) {
            return lt_store_damaged(lt_store_txn_env(txn), segment->number, LT_STORE_TOKENS,
                                    "a token's word is not there", error);
        }
        if (*ids == NULL && (*ids = calloc((size_t)segment->words, sizeof **ids)) == NULL) {
            return lt_error_memory(error);
        }
        if ((*ids)[word] == 0) {
            LT_TRY(naming_word(naming, txn, segment, word, &(*ids)[word], error));
        }
        tokens[i] = (*ids)[word];
    }
    return 0;
}
