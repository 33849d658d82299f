/* probe_pairs: pairs of a submission's paragraphs with those of an index's documents, and with one another.
 *
 * Distinct paragraphs of the submission are compared, each pair of them once. One is compared with the first
 * LT_CLUSTER_FIRST contents, by content hash, of the index's buckets that it shares, and, apart from them, with as many
 * of the submission's own: who fills a bucket with copies of his own can't hide the index behind them. Its rows name
 * the most similar of either side that reaches the threshold (equal: the smaller hash). Every place of a repeated
 * paragraph has the row with the index, and all but the first one with the first.
 * Input: a submission, and a corpus that was opened with it, whose view is asked.
 * Output: rows; the documents that were looked at are added to the corpus.
 * Ownership: lt_probe_pairs.
 * Errors: those of view and jaccard.
 * Complexity: at most bands × LT_CLUSTER_FIRST comparisons a distinct paragraph and side. */
#ifndef LT_ENGINE_PROBE_PAIRS_H
#define LT_ENGINE_PROBE_PAIRS_H

#include "base/workers.h"
#include "engine/probe_corpus.h"
#include "pairs/cluster.h"
#include "pairs/jaccard.h"

typedef struct lt_probe_submission {
    const lt_corpus *corpus;     /* settled; of one document */
    const uint32_t *keys;        /* [paragraph × bands] */
    const uint64_t (*hashes)[2]; /* [paragraph]: its content's */
    uint32_t without;            /* the view's document that it would replace, or LT_VIEW_NONE */
} lt_probe_submission;

typedef struct lt_probe_pair {
    uint32_t paragraph; /* the submission's */
    uint32_t document;  /* of the gathered corpus; of two paragraphs of the submission paragraph < other */
    uint32_t other;     /* paragraph of that document */
    lt_overlap overlap; /* a: `paragraph` */
} lt_probe_pair;

typedef struct lt_probe_pairs {
    lt_probe_pair *items; /* in no order */
    size_t count, capacity;
    uint64_t verified; /* comparisons */
    uint64_t crowded;  /* paragraphs without a row with a side of which a bucket holds more than were compared */
} lt_probe_pairs;      /* zero it first */
void lt_probe_pairs_clear(lt_probe_pairs *pairs);

/* `gathered`: opened with the submission. */
LEITONG_CHECK int lt_probe_pairs_find(lt_probe_corpus *gathered, const lt_probe_submission *submission,
                                      lt_workers *workers, lt_probe_pairs *ret_pairs, leitong_error *error);

#endif
