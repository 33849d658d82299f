/* posting: pairs the places of equal seeds into hits, by a rule of two levels that stays linear.
 *
 * Level 1: a seed in at most `hot` places pairs all its places.
 * Level 2: a seed in more places is divided by its windows, the runs of `run` tokens that chose it, each compared by
 * all its tokens (seed_windows). As a run chooses one seed, all places of a run meet here, and nowhere else. A window
 * in at most `hot` places pairs them all; one in more is a phrase window, whose places are linked to the first in
 * (document, token) order, a star: n places cost n − 1 links.
 * A window in at least `stock` documents is marked at each of its places. A hit is recorded at the seed, and once for
 * neighbouring windows. Hits of level 1 are as good as their 64-bit hash: whoever loads the documents compares the
 * tokens.
 * Input: the seeds of a corpus, sorted.
 * Output: hits; phrase parts; marks of stock wording and of phrase windows.
 * Ownership: lt_postings, cleared by the caller.
 * Errors: those of sorted_run, spool and corpus; LEITONG_ECANCELLED.
 * Complexity: seeds × `hot`, and seeds × windows of the hot ones. Memory: the places of one seed (16 bytes each, and as
 * much for each of its windows). */
#ifndef LT_PASSAGES_POSTING_H
#define LT_PASSAGES_POSTING_H

#include "base/progress.h"
#include "base/sorted_run.h"
#include "passages/seeds.h"

/* A hit as a record: key = documents a and b, value = seed's token in a, in b, and whether the pair is but a link of a
 * phrase's star. Sorted records are sorted by (document a, document b, token a, token b), links behind others. */
static inline lt_record lt_hit_pack(uint64_t place_a, uint64_t place_b, bool link)
{
    return (lt_record){(uint64_t)lt_place_document(place_a) << 32 | lt_place_document(place_b),
                       (uint64_t)lt_place_token(place_a) << 32 | (uint64_t)lt_place_token(place_b) << 1 | link};
}
static inline uint32_t lt_hit_a(uint64_t value)
{
    return (uint32_t)(value >> 32);
}
static inline uint32_t lt_hit_b(uint64_t value)
{
    return (uint32_t)value >> 1;
}
static inline bool lt_hit_link(uint64_t value)
{
    return (value & 1) != 0;
}

/* Neighbouring windows with the same places. */
typedef struct lt_phrase_part {
    uint64_t first;  /* place of the first window */
    uint64_t spread; /* hash of the places' distances from the first */
    uint64_t offset; /* of its `count` places, packed, ascending, in lt_postings.places */
    uint32_t count;  /* places */
    uint32_t documents;
    uint32_t windows;
} lt_phrase_part;

typedef struct lt_postings {
    lt_sorted_run *hits; /* LT_POSTING_LANES lanes, ascending by document a */
    lt_spool *places;
    lt_phrase_part *parts; /* in no order */
    size_t part_count, part_capacity;
    /* A bit for each token of the corpus, by token_begin + token: */
    uint64_t *stock;  /* here begins a run that occurs in `stock` documents or more */
    uint64_t *hot;    /* here begins a phrase window */
    uint64_t seeds;   /* seeds read */
    uint64_t windows; /* second-level records */
} lt_postings;        /* zero it first */
void lt_postings_clear(lt_postings *postings);

#define LT_POSTING_LANES 64

static inline bool lt_posting_marked(const uint64_t *marks, uint64_t token)
{
    return (marks[token / 64] >> token % 64 & 1) != 0;
}

/* One document of a corpus from which others were left out: hits without it are not
 * recorded, nor runs that do not occur in it. */
typedef struct lt_posting_subject {
    uint32_t document;
    const uint64_t *hot;  /* ascending: seeds in more than `hot` places, of which only those were given … */
    size_t hot_count;     /* … that may share a run with the document; of other seeds all places were */
    const uint64_t *rare; /* ascending: seeds of which no run of the document occurs in `stock` documents */
    size_t rare_count;
} lt_posting_subject;

typedef struct lt_posting_options {
    lt_winnow shape;
    unsigned hot;
    unsigned stock; /* documents */
    uint64_t memory;
    const char *folder;
    const lt_posting_subject *subject; /* NULL: every document */
} lt_posting_options;

/* A corpus and its seeds, whose lanes are empty once they were read. */
typedef struct lt_posting_input {
    const lt_corpus *corpus;
    lt_sorted_run *seeds;
} lt_posting_input;

LEITONG_CHECK int lt_posting_run(const lt_posting_input *input, const lt_posting_options *options, lt_workers *workers,
                                 const lt_progress *progress, lt_postings *ret_postings, leitong_error *error);

#endif
