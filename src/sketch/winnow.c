#include "sketch/winnow.h"

#include "base/compare.h"
#include "base/hash.h"

lt_winnow lt_winnow_shape(unsigned run)
{
    unsigned width = LT_MIN(run, LT_WINNOW_WIDTH);
    return (lt_winnow){run, width, run - width + 1};
}

/* The rightmost least of hashes[begin, end). */
static size_t winnow_choose(const uint64_t *hashes, size_t begin, size_t end)
{
    size_t best = begin;
    for (size_t i = begin + 1; i < end; i++) {
        if (hashes[i] <= hashes[best]) {
            best = i;
        }
    }
    return best;
}

size_t lt_winnow_seeds(const lt_winnow *shape, const lt_winnow_stretch *stretch, uint64_t *hashes, lt_record *ret_seeds)
{
    if (stretch->count < shape->run) {
        return 0;
    }
    const uint64_t *tokens = stretch->tokens;
    const uint64_t base = stretch->base;
    size_t window = shape->window;
    size_t hash_count = stretch->count - shape->width + 1;
    lt_hash_windows(tokens, hash_count, shape->width * sizeof *tokens, sizeof *tokens, hashes);
    size_t seeds = 0;
    size_t best = winnow_choose(hashes, 0, window);
    if (!stretch->follows) {
        ret_seeds[seeds++] = (lt_record){hashes[best], base + best};
    }
    for (size_t i = window; i < hash_count; i++) {
        size_t before = best;
        if (hashes[i] <= hashes[best]) {
            best = i;
        } else if (best + window == i) { /* it has just left the window; two comparisons a token on average */
            best = winnow_choose(hashes, i - window + 1, i + 1);
        }
        if (best != before) {
            ret_seeds[seeds++] = (lt_record){hashes[best], base + best};
        }
    }
    return seeds;
}

uint64_t lt_winnow_whole(const uint64_t *tokens, size_t count)
{
    return ~lt_hash_64(tokens, count * sizeof *tokens); /* no seed is the hash of the same tokens by accident */
}

size_t lt_winnow_choosers(const lt_winnow *shape, const uint64_t *tokens, size_t count, size_t seed, uint64_t *hashes,
                          size_t *ret_first)
{
    size_t window = shape->window;
    size_t begin = seed < window - 1 ? 0 : seed - (window - 1); /* of the hashes that share a window with it */
    size_t end = count - shape->width + 1;
    if (end > seed + window) {
        end = seed + window;
    }
    lt_hash_windows(tokens + begin, end - begin, shape->width * sizeof *tokens, sizeof *tokens, hashes);
    uint64_t hash = hashes[seed - begin];
    size_t first = seed;
    while (first > begin && hashes[first - 1 - begin] >= hash) {
        first--;
    }
    size_t behind = seed + 1;
    while (behind < end && hashes[behind - begin] > hash) {
        behind++;
    }
    *ret_first = first;
    return behind - first >= window ? behind - first - window + 1 : 0;
}
