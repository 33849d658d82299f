#include "engine/index_portion.h"

#include "base/buffer.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORTION_BATCH (8U << 20) /* bytes of documents that the workers get at once */

static int portion_on_keys(void *context, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    lt_portion *portion = context;
    unsigned bands = portion->parameters->bands;
    size_t row = portion->key_count / bands;
    LT_TRY(LT_RESERVE(portion->keys, portion->key_capacity, portion->key_count + bands, error));
    LT_TRY(LT_RESERVE(portion->contents, portion->content_capacity, row + 1, error));
    memcpy(portion->keys + portion->key_count, keys, bands * sizeof *keys);
    portion->key_count += bands;
    portion->contents[row] = hash[0];
    return 0;
}

int lt_portion_open(lt_portion *portion, const lt_store_parameters *parameters, unsigned jobs,
                    int (*skip)(void *context, const leitong_skip *skip), void *context, leitong_error *error)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    portion->parameters = parameters;
    lt_ingest_options options = {.shingle = parameters->shingle,
                                 .bands = parameters->bands,
                                 .rows = parameters->rows,
                                 .fold_flags = parameters->fold_flags,
                                 .paragraph = (lt_paragraph_mode)parameters->paragraph,
                                 .batch = PORTION_BATCH,
                                 .skip = skip,
                                 .skip_context = context,
                                 .keys = portion_on_keys,
                                 .keys_context = portion};
    LT_TRY(lt_workers_new(jobs != 0 ? jobs : processors > 0 ? (unsigned)processors : 1, &portion->workers, error));
    LT_TRY(lt_corpus_init(&portion->corpus, NULL, error));
    return lt_ingest_new(&options, &portion->corpus, NULL, portion->workers, &portion->ingest, error);
}

void lt_portion_close(lt_portion *portion)
{
    lt_ingest_free(portion->ingest);
    lt_workers_free(portion->workers);
    lt_corpus_clear(&portion->corpus);
    lt_sorted_run_free(portion->seeds);
    free(portion->keys);
    free(portion->contents);
    memset(portion, 0, sizeof *portion);
}

int lt_portion_add(lt_portion *portion, const leitong_document *document, leitong_error *error)
{
    portion->bytes += document->size;
    portion->documents++;
    return lt_ingest_add(portion->ingest, document, error);
}

/* Keys and hashes into the order of paragraphs in the settled corpus. */
static int portion_order_keys(lt_portion *portion, const uint32_t *places, leitong_error *error)
{
    size_t bands = portion->parameters->bands;
    size_t count = portion->corpus.paragraph_count;
    uint32_t *keys = malloc((portion->key_count + 1) * sizeof *keys);
    uint64_t *contents = malloc((count + 1) * sizeof *contents);
    if (keys == NULL || contents == NULL) {
        free(keys);
        free(contents);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(keys + places[i] * bands, portion->keys + i * bands, bands * sizeof *keys);
        contents[places[i]] = portion->contents[i];
    }
    free(portion->keys);
    free(portion->contents);
    portion->keys = keys;
    portion->contents = contents;
    portion->key_capacity = portion->key_count + 1;
    portion->content_capacity = count + 1;
    return 0;
}

static int portion_settle_corpus(lt_portion *portion, leitong_error *error)
{
    uint32_t *places = malloc((portion->corpus.paragraph_count + 1) * sizeof *places);
    int code = 0;
    if (places == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, lt_corpus_settle(&portion->corpus, places, error));
    LT_TRY_GOTO(done, lt_corpus_number_words(&portion->corpus, error));
    LT_TRY_GOTO(done, portion_order_keys(portion, places, error));
done:
    free(places);
    return code;
}

int lt_portion_settle(lt_portion *portion, leitong_error *error)
{
    lt_corpus *corpus = &portion->corpus;
    lt_seeds_options options = {.shape = lt_winnow_shape(portion->parameters->run), .whole = true};
    const lt_progress nobody = {.call = NULL};
    LT_TRY(lt_ingest_finish(portion->ingest, error));
    LT_TRY(portion_settle_corpus(portion, error));
    for (size_t i = 1; i < corpus->document_count; i++) {
        const char *id = corpus->documents[i].id;
        if (strcmp(id, corpus->documents[i - 1].id) == 0) {
            return lt_error_at(error, LEITONG_EUSAGE, id, LEITONG_NO_OFFSET,
                               "two of the documents added have this id; give each its own");
        }
    }
    return lt_seeds_run(corpus, &options, portion->workers, &nobody, &portion->seeds, error);
}

lt_store_keys lt_portion_keys(const lt_portion *portion)
{
    return (lt_store_keys){portion->keys, portion->contents, portion->seeds};
}

int lt_portion_reset(lt_portion *portion, leitong_error *error)
{
    lt_sorted_run_free(portion->seeds);
    portion->seeds = NULL;
    portion->key_count = 0;
    portion->bytes = 0;
    portion->documents = 0;
    lt_corpus_clear(&portion->corpus);
    memset(&portion->corpus, 0, sizeof portion->corpus);
    LT_TRY(lt_corpus_init(&portion->corpus, NULL, error));
    return lt_ingest_restart(portion->ingest, error);
}
