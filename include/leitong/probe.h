/** @file probe.h
 * One submission compared with an index, in milliseconds. Passages, phrases, stock wording and figures equal those of a
 * scan of all. Pairs: of each different paragraph the most similar one in the index, and in the submission itself. */
#ifndef LEITONG_PROBE_H
#define LEITONG_PROBE_H

#include "gate.h"
#include "index.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct leitong_probe_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    unsigned stock;     /**< documents a run stands in before it is stock wording, ≥ 2 */
} leitong_probe_options;

#define LEITONG_PROBE_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(leitong_probe_options), 8                                                                               \
    }

typedef struct leitong_probe leitong_probe;

/** Holds a document against the index's others, and against itself. The indexed document of its own id is left out, as
 *  if the submission had taken its place; leitong_probe_earlier tells of it.
 *  @param index   NULL where `change` is given
 *  @param change  NULL: the last committed state; otherwise the state that the change began with, which nobody else can
 *                 change before it ends: judge, then add, and no other process can have added a copy in between
 *  @return LEITONG_EINPUT (the document can't be decoded or has no words: the place), LEITONG_EUSAGE, LEITONG_EDAMAGED
 *          (the index), LEITONG_ESYSTEM, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_probe_new(leitong_index *index, leitong_index_change *change,
                                                const leitong_document *document, const leitong_probe_options *options,
                                                leitong_probe **ret_probe, leitong_error *error);
LEITONG_API void leitong_probe_free(leitong_probe *probe);

/** These stand until the probe is freed; index and change need not. */
LEITONG_API const leitong_result *leitong_probe_result(const leitong_probe *probe);
/** The submission's number among the result's documents. */
LEITONG_API uint32_t leitong_probe_submission(const leitong_probe *probe);
/** NULL where the index has no document of that id. */
LEITONG_API const leitong_earlier *leitong_probe_earlier(const leitong_probe *probe);

#ifdef __cplusplus
}
#endif
#endif
