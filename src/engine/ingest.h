/* ingest: documents as they come → tokens, content hashes and band keys, in parallel, committed in order of arrival.
 *
 *   decode → paragraphs → fold (tokens) → shingles → MinHash signature → keys of bands     a worker, item by item
 *     → corpus: text and tokens to its spools, rows of documents and paragraphs            the caller, in order
 *     → candidate builder (or `keys`): each paragraph's content hash and band keys
 *
 * Two batches alternate (double buffering): the workers fold one while the caller fills the other. A small document is
 * one item of work; a large one is cut at paragraph borders into slices, so that a single huge file uses all workers,
 * too, and is folded round by round. Of paragraphs of one item that are equal, one is sketched (twins).
 * Input: documents, one at a time; they are copied.
 * Output: rows appended to a corpus, and each paragraph's hash and keys.
 * Ownership: lt_ingest; corpus, builder and workers are the caller's and must outlive it.
 * Errors: LEITONG_EINPUT when the skip callback says stop; those of decode, fold, corpus and candidate.
 * Complexity: linear in the documents' bytes; memory two batches, beside the corpus. */
#ifndef LT_ENGINE_INGEST_H
#define LT_ENGINE_INGEST_H

#include "base/workers.h"
#include "leitong/document.h"
#include "pairs/candidate.h"
#include "text/paragraph.h"

typedef struct lt_ingest_options {
    unsigned shingle, bands, rows;
    unsigned fold_flags;
    lt_paragraph_mode paragraph;
    uint64_t batch; /* bytes of documents in one batch */
    uint64_t round; /* bytes of one large document that are folded before any are committed; 0: what keeps all busy */
    /* Called for what can't be decoded: as leitong_scan_options.skip. */
    int (*skip)(void *context, const leitong_skip *skip);
    void *skip_context;
    /* Where hashes and keys go when there is no candidate builder: called once a paragraph, in order of arrival. */
    int (*keys)(void *context, const uint64_t hash[2], const uint32_t *keys, leitong_error *error);
    void *keys_context;
} lt_ingest_options;

typedef struct lt_ingest lt_ingest;
/* `candidate` NULL: `keys` of the options takes its place. */
LEITONG_CHECK int lt_ingest_new(const lt_ingest_options *options, lt_corpus *corpus, lt_candidate *candidate,
                                lt_workers *workers, lt_ingest **ret_ingest, leitong_error *error);
/* Waits for work under way. */
void lt_ingest_free(lt_ingest *ingest);
/* LEITONG_EUSAGE where a document has no id in UTF-8, or bytes that are not there; lt_ingest_add begins with it. */
LEITONG_CHECK int lt_ingest_check(const leitong_document *document, leitong_error *error);
LEITONG_CHECK int lt_ingest_add(lt_ingest *ingest, const leitong_document *document, leitong_error *error);
/* Commits what is still under way. */
LEITONG_CHECK int lt_ingest_finish(lt_ingest *ingest, leitong_error *error);
/* After the corpus was cleared and made anew, or its words were numbered: folds with its lexicon as it is now. */
LEITONG_CHECK int lt_ingest_restart(lt_ingest *ingest, leitong_error *error);
/* Paragraphs without a token so far: they are compared with nothing. */
uint64_t lt_ingest_empty(const lt_ingest *ingest);

#endif
