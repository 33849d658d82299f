#include "sketch/bands.h"

#include "base/hash.h"

#define BANDS_LEAST_ROWS 4

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "rows are hashed as they lie in memory");

/* The fewest bands of `rows` rows that reach the recall, 0 when more than `most` are needed. Products instead of pow
 * and log: the same figures under every mathematical library, and at most LT_BANDS_MOST / 4 steps. */
static unsigned bands_needed(double threshold, double recall, unsigned rows, unsigned most)
{
    double together = 1; /* probability that a pair at the threshold agrees in a whole band */
    for (unsigned i = 0; i < rows; i++) {
        together *= threshold;
    }
    double missed = 1;
    for (unsigned bands = 1; bands <= most; bands++) {
        missed *= 1 - together;
        if (1 - missed >= recall) {
            return bands;
        }
    }
    return 0;
}

int lt_bands_derive(double threshold, double recall, unsigned *ret_bands, unsigned *ret_rows, leitong_error *error)
{
    /* Written so that NaN is refused. */
    if (!(threshold >= 0.2 && threshold <= 1)) {
        return lt_error_set(error, LEITONG_EUSAGE, "threshold %g is not between 0.2 and 1", threshold);
    }
    if (!(recall >= 0.5 && recall <= 0.99999)) {
        return lt_error_set(error, LEITONG_EUSAGE, "recall %g is not between 0.5 and 0.99999", recall);
    }
    unsigned best = LT_BANDS_MOST;
    unsigned best_bands = 0;
    unsigned best_rows = 0;
    for (unsigned rows = BANDS_LEAST_ROWS; rows <= best; rows++) {
        unsigned bands = bands_needed(threshold, recall, rows, best / rows);
        if (bands > 0) {
            best = bands * rows;
            best_bands = bands;
            best_rows = rows;
        }
    }
    if (best_bands == 0) {
        return lt_error_set(
            error, LEITONG_EUSAGE,
            "threshold %g with recall %g needs more than %d hashes; raise the threshold or lower the recall", threshold,
            recall, LT_BANDS_MOST);
    }
    *ret_bands = best_bands;
    *ret_rows = best_rows;
    return 0;
}

void lt_bands_keys(const uint32_t *signature, unsigned bands, unsigned rows, uint32_t *ret_keys)
{
    size_t width = rows * sizeof *signature;
    for (unsigned band = 0; band < bands; band++) {
        ret_keys[band] = (uint32_t)(lt_hash_64(signature + (size_t)band * rows, width) >> 32);
    }
}
