/* bands: signatures → band keys (locality-sensitive hashing).
 *
 * Two signatures of Jaccard s share one of b bands of r rows with probability 1 − (1 − s^r)^b (Leskovec, Rajaraman,
 * Ullman, Mining of Massive Datasets, §3.4); b and r are the cheapest that reach the recall at the threshold.
 * Input: threshold and recall; later signatures of bands·rows minima.
 * Output: bands and rows; 32-bit keys, one a band: the high half of XXH3-64 over the band's rows.
 * Ownership: the caller.
 * Errors: LEITONG_EUSAGE when no choice with at most LT_BANDS_MOST hashes reaches the recall.
 * Complexity: linear in the signature. */
#ifndef LT_SKETCH_BANDS_H
#define LT_SKETCH_BANDS_H

#include "base/error.h"

#define LT_BANDS_MOST 16384 /* hashes */

/* The fewest hashes with ≥ 4 rows such that 1 − (1 − threshold^rows)^bands ≥ recall; of equals, the most rows. */
LEITONG_CHECK int lt_bands_derive(double threshold, double recall, unsigned *ret_bands, unsigned *ret_rows,
                                  leitong_error *error);
void lt_bands_keys(const uint32_t *signature, unsigned bands, unsigned rows, uint32_t *ret_keys);

#endif
