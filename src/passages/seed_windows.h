/* seed_windows: groups the places of one seed by the runs of `run` tokens that chose it.
 *
 * Each place has up to `window` runs (winnow). Entries (hash of a run, place) are sorted, and those of equal hash are
 * split into classes by comparing their tokens: a hash only gathers candidates. Copies have the same tokens around the
 * seed, so the runs and hashes of the last contexts are cached.
 * Input: all places of a seed, ascending.
 * Output: classes: all places of one run of tokens; and, of the classes that the caller keeps, parts: neighbouring ones
 * with the same places.
 * Ownership: lt_seed_windows is one worker's scratch; classes and parts are valid until the next call.
 * Errors: those of corpus; LEITONG_EUSAGE (2^32 places of one seed: scan in shards).
 * Complexity: places × `window`, and a radix sort; a class of different runs with one hash is split in as many passes
 * as there are runs. */
#ifndef LT_PASSAGES_SEED_WINDOWS_H
#define LT_PASSAGES_SEED_WINDOWS_H

#include "sketch/winnow.h"
#include "text/corpus.h"

typedef struct lt_seed_window_class {
    const uint32_t *members; /* numbers of the seed's places; ascending */
    uint32_t count;
    uint32_t documents; /* distinct */
    uint32_t offset;    /* tokens from the run's begin to the seed */
} lt_seed_window_class;

/* `windows` runs, each a token behind the one before; the first begins `offset` tokens before the seed. */
typedef struct lt_seed_window_part {
    const uint32_t *members;
    uint32_t count;
    uint32_t documents;
    uint32_t offset;
    uint32_t windows;
} lt_seed_window_part;

typedef struct lt_seed_windows {
    const lt_corpus *corpus;
    const lt_winnow *shape;
    const uint64_t *places; /* of the seed, packed */
    uint32_t *hubs;         /* [place] for the caller; 0 after opening */
    uint64_t records;       /* runs examined, ever */
    /* Private from here on. */
    size_t hub_capacity;
    lt_record *entries; /* key = hash of a run, value = place number << 16 | offset; sorted */
    size_t entry_count, entry_capacity;
    size_t group_begin, group_end, group_next; /* entries of the present hash that are in no class yet; the next hash */
    lt_record *sorting;
    size_t sorting_capacity;
    uint32_t *members;
    size_t member_capacity;
    struct lt_seed_window_kept *kept;
    size_t kept_count, kept_capacity;
    uint32_t *kept_members;
    size_t kept_member_count, kept_member_capacity;
    uint64_t *hashes;
    size_t hash_capacity;
    uint64_t *token_hashes;                  /* of a context */
    struct lt_seed_window_context *contexts; /* of the places before, by hash: copies have the same */
    uint32_t *context_tokens;
    uint64_t *context_hashes;
    uint32_t *context_of; /* [place] → the place whose tokens around the seed were found the same, + 1 */
    size_t context_capacity;
    lt_spool_scratch view, pattern;
} lt_seed_windows; /* zero it first */
void lt_seed_windows_clear(lt_seed_windows *windows);

LEITONG_CHECK int lt_seed_windows_open(lt_seed_windows *windows, const lt_corpus *corpus, const lt_winnow *shape,
                                       const uint64_t *places, size_t count, leitong_error *error);
/* The next class of at least two places; ret_class->count 0 at the end. */
LEITONG_CHECK int lt_seed_windows_next(lt_seed_windows *windows, lt_seed_window_class *ret_class, leitong_error *error);
LEITONG_CHECK int lt_seed_windows_keep(lt_seed_windows *windows, const lt_seed_window_class *class,
                                       leitong_error *error);
/* Parts of the kept classes, ascending by first place, one a call from *at = 0; no more classes may be kept then. */
bool lt_seed_windows_part(lt_seed_windows *windows, size_t *at, lt_seed_window_part *ret_part);

#endif
