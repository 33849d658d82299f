/* coverage: counts how much of one document is reused and repeated, and from which sources.
 *
 * Each layer is the union of its stretches; a stretch that begins in the last one of its layer, or right behind it, is
 * joined to it at once, so that places that come in order take no room. A sweep over the borders of all layers counts:
 * between two neighbouring borders all tokens lie in the same layers. Each source has two attributions: `full` counts
 * all tokens shared with it; `exclusive` gives each token to the source with the largest `full` (of equal ones the
 * first in document order), so that the rows add up to the tokens shared. Free segments are found by union-find with
 * path halving (Tarjan, van Leeuwen 1984). Input: stretches of a document's tokens in layers, and those that are equal
 * in another document, with its number. Output: the figures of documents.jsonl (FORMATS.md), in tokens, and one row a
 * source. Ownership: lt_coverage is one worker's scratch; rows are valid until its next call. Errors: LEITONG_EMEMORY.
 * Complexity: n log n in the number of stretches, independent of the document's length. */
#ifndef LT_PASSAGES_COVERAGE_H
#define LT_PASSAGES_COVERAGE_H

#include "text/locate.h"

/* Tokens that are equal in `source`. */
typedef struct lt_shared_stretch {
    uint32_t source;
    uint32_t begin, end; /* token numbers within the document */
} lt_shared_stretch;

typedef struct lt_source {
    uint32_t source;
    uint32_t exclusive, full;
} lt_source;

/* Stretches of a layer come in any order and may overlap. */
typedef enum lt_coverage_layer {
    LT_LAYER_COVERED,     /* spans of passages, places of phrases */
    LT_LAYER_EQUAL,       /* of them what is equal in another document */
    LT_LAYER_REPEATED,    /* of them what is equal elsewhere in this document */
    LT_LAYER_BOILERPLATE, /* never counted as reuse */
    LT_LAYER_EXCLUDED,    /* lines that are not the author's text */
    LT_LAYER_STOCK,
    LT_LAYER_QUOTED,
    LT_LAYERS
} lt_coverage_layer;

typedef struct lt_figures {
    uint32_t covered;
    uint32_t reused;                        /* equal in another document, but for boilerplate and excluded lines */
    uint32_t repeated;                      /* likewise of equal elsewhere in this document */
    uint32_t boilerplate, excluded;         /* equal in another document, and for this reason not reused */
    uint32_t without_quotes, without_stock; /* of `reused` */
    const lt_source *sources;               /* largest `full` first */
    size_t source_count;
} lt_figures;

typedef struct lt_coverage lt_coverage;
LEITONG_CHECK int lt_coverage_new(lt_coverage **ret_coverage, leitong_error *error);
void lt_coverage_free(lt_coverage *coverage);

/* Begins the next document: its layers and sources are empty. */
void lt_coverage_clear(lt_coverage *coverage);
LEITONG_CHECK int lt_coverage_add(lt_coverage *coverage, lt_coverage_layer layer, uint32_t begin, uint32_t end,
                                  leitong_error *error);
/* Equal tokens of another document: adds them to LT_LAYER_EQUAL too. Boilerplate and excluded lines must have been
 * added before, ascending: a source has no part in them. */
LEITONG_CHECK int lt_coverage_share(lt_coverage *coverage, const lt_shared_stretch *shared, leitong_error *error);
LEITONG_CHECK int lt_coverage_run(lt_coverage *coverage, lt_figures *ret_figures, leitong_error *error);

#endif
