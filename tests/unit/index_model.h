/* index_model: what an index should hold, as a row of versions: document i stands there in version v, or (0) not at
 * all. Its text is made from (i, v) alone; so is each step of a random history from (seed, number). A process that is
 * killed and the one that judges it thus know the same. */
#ifndef INDEX_MODEL_H
#define INDEX_MODEL_H

#include "test.h"

#include "base/hash.h"
#include "leitong/leitong.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODEL_DOCUMENTS 12U
#define MODEL_TEXT 24576U

typedef struct model {
    uint64_t seed;
    uint64_t versions[MODEL_DOCUMENTS];
} model;

typedef struct model_text {
    char id[32], title[32];
    uint8_t bytes[MODEL_TEXT];
    size_t size;
} model_text;

static inline void model_put(model_text *text, uint32_t character)
{
    text->bytes[text->size++] = (uint8_t)(0xE0 | character >> 12);
    text->bytes[text->size++] = (uint8_t)(0x80 | (character >> 6 & 0x3F));
    text->bytes[text->size++] = (uint8_t)(0x80 | (character & 0x3F));
}

/* A few paragraphs of Han; every third is one that other documents have, too. */
static inline void model_make(const model *m, unsigned document, uint64_t version, model_text *text)
{
    uint64_t state = m->seed ^ (version << 8) ^ document;
    text->size = 0;
    snprintf(text->id, sizeof text->id, "document/%u", document);
    snprintf(text->title, sizeof text->title, "%llu", (unsigned long long)version);
    unsigned paragraphs = 1 + (unsigned)(test_random(&state) % 24);
    for (unsigned p = 0; p < paragraphs; p++) {
        uint64_t shared = m->seed + test_random(&state) % 5;
        uint64_t *from = p % 3 == 2 ? &shared : &state;
        unsigned count = 20 + (unsigned)(test_random(from) % 200);
        for (unsigned i = 0; i < count; i++) {
            model_put(text, 0x4E00 + (uint32_t)(test_random(from) % 300));
        }
        text->bytes[text->size++] = '\n';
    }
}

static inline leitong_document model_document(const model_text *text)
{
    return (leitong_document){.id = text->id,
                              .title = text->title,
                              .path = text->id,
                              .bytes = text->bytes,
                              .size = text->size,
                              .encoding = "utf-8"};
}

/* Step `number` of the history: which documents it adds or removes, or (false) that it compacts. */
static inline bool model_step(model *m, uint64_t number)
{
    uint64_t state = m->seed * 31 + number;
    uint64_t kind = test_random(&state) % 10;
    if (kind == 0) {
        return false;
    }
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        uint64_t chance = test_random(&state) % 8;
        if (chance < 2) {
            m->versions[i] = kind < 7 ? number + 1 : 0;
        }
    }
    return true;
}

static inline int model_apply(leitong_index *index, const model *from, const model *to, leitong_error *error)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    static model_text text;
    options.jobs = 1;
    options.allow_empty = 1; /* a change may bring nothing, or documents without a word alone */
    int code = leitong_index_change_begin(index, &options, &change, error);
    for (unsigned i = 0; code == 0 && i < MODEL_DOCUMENTS; i++) {
        if (to->versions[i] == 0 && from->versions[i] != 0) {
            model_make(to, i, 1, &text);
            code = leitong_index_change_remove(change, text.id, NULL, error);
        } else if (to->versions[i] != 0) { /* those that are there so already change nothing */
            model_make(to, i, to->versions[i], &text);
            leitong_document document = model_document(&text);
            code = leitong_index_change_add(change, &document, error);
        }
    }
    if (code == 0) {
        code = leitong_index_change_commit(change, NULL, error);
    }
    leitong_index_change_end(change);
    return code;
}

/* Does step `number` on index and model. */
static inline int model_do(leitong_index *index, model *m, uint64_t number, leitong_error *error)
{
    model next = *m;
    int code = model_step(&next, number) ? model_apply(index, m, &next, error) : leitong_index_compact(index, error);
    if (code == 0) {
        *m = next;
    }
    return code;
}

typedef struct model_seen {
    const model *expected;
    unsigned documents;
    bool same;
} model_seen;

static inline int model_on_document(void *context, const leitong_index_document *document)
{
    model_seen *seen = context;
    unsigned number = 0;
    static __thread model_text text;
    uint64_t hash[2];
    if (sscanf(document->id, "document/%u", &number) != 1 || number >= MODEL_DOCUMENTS ||
        seen->expected->versions[number] == 0) {
        seen->same = false;
        return 0;
    }
    model_make(seen->expected, number, seen->expected->versions[number], &text);
    lt_hash_128(text.bytes, text.size, hash);
    seen->same = seen->same && hash[0] == document->hash[0] && hash[1] == document->hash[1] &&
                 strcmp(document->title, text.title) == 0 && document->bytes == text.size;
    seen->documents++;
    return 0;
}

/* Whether the index holds just what the model says; an error is no answer. */
static inline int model_compare(leitong_index *index, const model *m, bool *ret_same, leitong_error *error)
{
    model_seen seen = {m, 0, true};
    unsigned expected = 0;
    int code = leitong_index_list(index, model_on_document, &seen, error);
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        expected += m->versions[i] != 0;
    }
    *ret_same = seen.same && seen.documents == expected;
    return code;
}

static inline void model_folder(char folder[64], const char *name)
{
    snprintf(folder, 64, "/tmp/leitong-%s-XXXXXX", name);
    assert_non_null(mkdtemp(folder));
}

static inline void model_remove(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

#endif
