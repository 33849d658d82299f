/* probe_corpus: a corpus of a submission and of those of an index's documents that have to do with it.
 *
 *   open (the submission is document 0, its paragraphs the first) → add, paragraph: in order of arrival
 *     → settle: documents in order of ids → keep: those that rows name → take: a corpus of its own
 *
 * Its spools hold nothing: what is read from them is read from the view each time (lt_spool_new_elsewhere), of the
 * submission from its own corpus. So the stages of a scan run over it as over any corpus.
 * Input: a submission, settled, and the view's numbers of documents, as one after the other turns out to matter.
 * Output: a corpus.
 * Ownership: lt_probe_corpus, which the view and the submission must outlive; one thread at a time, as the view says.
 * Errors: those of view; LEITONG_EUSAGE (2^32 − 1 documents).
 * Complexity: linear in the documents added; a read finds its document by binary search. */
#ifndef LT_ENGINE_PROBE_CORPUS_H
#define LT_ENGINE_PROBE_CORPUS_H

#include "base/number_map.h"
#include "index/view.h"

typedef struct lt_probe_corpus {
    lt_corpus corpus;
    uint32_t *numbers; /* [document] → the view's number; LT_VIEW_NONE: the submission's */
    size_t number_capacity;
    uint64_t bytes; /* of all documents' text */
    uint32_t own;   /* the submission's document */
    const lt_view *view;
    const lt_corpus *submission;
    lt_number_map known; /* the view's numbers, in order of arrival; the submission is not among them */
    lt_spool_scratch scratch;
} lt_probe_corpus;

/* `submission`: a corpus of one document. */
LEITONG_CHECK int lt_probe_corpus_open(const lt_view *view, const lt_corpus *submission, lt_probe_corpus **ret_gathered,
                                       leitong_error *error);
void lt_probe_corpus_free(lt_probe_corpus *gathered);

/* A document of the view, which may be there already: its number, by arrival. */
LEITONG_CHECK int lt_probe_corpus_add(lt_probe_corpus *gathered, uint32_t number, uint32_t *ret_document,
                                      leitong_error *error);
/* One more paragraph of a document, behind those that are there; *ret_number is its number. */
LEITONG_CHECK int lt_probe_corpus_paragraph(lt_probe_corpus *gathered, uint32_t document, uint32_t paragraph,
                                            uint32_t *ret_number, leitong_error *error);

/* Sorts documents by id; nothing is added afterwards, and paragraphs are gone. ret_places[document_count]: number by
 * arrival → number of now. */
LEITONG_CHECK int lt_probe_corpus_settle(lt_probe_corpus *gathered, uint32_t *ret_places, leitong_error *error);
/* Keeps the submission and the documents that are named, with all their paragraphs; places[document] becomes the number
 * of each that stays. `named` and `places`: document_count of them. */
LEITONG_CHECK int lt_probe_corpus_keep(lt_probe_corpus *gathered, const bool *named, uint32_t *ret_places,
                                       leitong_error *error);

/* The corpus moves to the caller, with its text in memory (source bytes alone) and without its tokens: nothing of it
 * depends on view and submission any more. */
LEITONG_CHECK int lt_probe_corpus_take(lt_probe_corpus *gathered, lt_corpus *ret_corpus, leitong_error *error);

#endif
