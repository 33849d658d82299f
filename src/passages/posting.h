/* posting: seeds of the same hash → hits, by a rule of two levels that stays linear.
 *
 * Enters: the seeds of a corpus, sorted. Leaves: hits; the phrase parts and the marks of stock runs that the same look
 * at the places yields. A seed in at most `hot` places pairs all its places. A hotter one is keyed again: each run of
 * `run` tokens that chose it is one of its windows, told apart by all their tokens. As a run chooses one seed, all
 * places of a run meet here, and nowhere else. A window in at most `hot` places pairs them all; one in more is a phrase
 * window, and its places are linked to the first in (document, token) order. A window that stands in at least `stock`
 * documents is marked at each of its places. Hits are told at the seed, and once for neighbouring windows; hashes only
 * lead to windows, equality is of tokens. Hits of cold seeds are as good as their 64-bit hash: whoever loads the
 * documents compares the tokens. The places of one seed are held in memory (16 bytes each, and as much for each of its
 * windows). Owner: lt_postings, cleared by the caller. Errors: those of run, spool and corpus; LEITONG_ECANCELLED. */
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

/* Windows that follow one another and stand at the same places. */
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
    uint64_t *stock;  /* here begins a run that stands in `stock` documents or more */
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

/* One document of a corpus from which others were left out: it alone is asked about. Hits that don't name it are not
 * told, nor runs that don't stand in it. */
typedef struct lt_posting_subject {
    uint32_t document;
    const uint64_t *hot; /* ascending: seeds that stand in more than `hot` places, of which only those were given … */
    size_t hot_count;    /* … that may share a run with the document; of other seeds all places were */
    const uint64_t *rare; /* ascending: seeds of which no run of the document stands in `stock` documents */
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
