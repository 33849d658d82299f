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
    int code = lt_workers_new(jobs != 0 ? jobs : processors > 0 ? (unsigned)processors : 1, &portion->workers, error);
    code = code != 0 ? code : lt_corpus_init(&portion->corpus, NULL, error);
    return code != 0 ? code
                     : lt_ingest_new(&options, &portion->corpus, NULL, portion->workers, &portion->ingest, error);
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

/* Keys and hashes into the order of paragraphs that settling gave. */
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

int lt_portion_settle(lt_portion *portion, leitong_error *error)
{
    lt_corpus *corpus = &portion->corpus;
    lt_winnow shape = lt_winnow_shape(portion->parameters->run);
    const lt_progress nobody = {.call = NULL};
    int code = lt_ingest_finish(portion->ingest, error);
    if (code != 0) {
        return code;
    }
    uint32_t *places = malloc((corpus->paragraph_count + 1) * sizeof *places);
    if (places == NULL) {
        return lt_error_memory(error);
    }
    code = lt_corpus_settle(corpus, places, error);
    code = code != 0 ? code : lt_corpus_number_words(corpus, error);
    for (size_t i = 1; code == 0 && i < corpus->document_count; i++) {
        if (strcmp(corpus->documents[i].id, corpus->documents[i - 1].id) == 0) {
            code = lt_error_at(error, LEITONG_EUSAGE, corpus->documents[i].id, LEITONG_NO_OFFSET,
                               "two of the documents added have this id; give each its own");
        }
    }
    code = code != 0 ? code : portion_order_keys(portion, places, error);
    free(places);
    return code != 0 ? code
                     : lt_seeds_run(corpus, &(lt_seeds_options){.shape = shape}, portion->workers, &nobody,
                                    &portion->seeds, error);
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
