/* probe_boilerplate: what of a submission is boilerplate of the pages that the index holds.
 *
 * A scan sees a site's pages and finds what stands on one in five of them (templates/boilerplate). A gate sees one
 * text, and asks the index: a short paragraph at an end of the submission is boilerplate where half of its tokens, or
 * more, are in passages or phrases with short paragraphs at an end of LT_BOILERPLATE_DOCUMENTS documents of one site
 * (one series, or else one folder of their ids). How many pages a site has is not asked, so this is more than a scan
 * would say; it is shown and can be a limit, and is taken off nothing (gate/).
 * Input: the gathered corpus, with the paragraphs of all documents that rows name, and the rows.
 * Output: the submission's paragraphs that are boilerplate, ascending. Ownership: the caller frees *ret_places.
 * Errors: LEITONG_EMEMORY. Complexity: log n for each token of the submission's eight paragraphs at its ends, a passage
 * and a place of a phrase. */
#ifndef LT_ENGINE_PROBE_BOILERPLATE_H
#define LT_ENGINE_PROBE_BOILERPLATE_H

#include "passages/passage.h"

LEITONG_CHECK int lt_probe_boilerplate_find(const lt_corpus *corpus, uint32_t submission,
                                            const lt_passage_result *found, lt_place **ret_places, size_t *ret_count,
                                            leitong_error *error);

#endif
