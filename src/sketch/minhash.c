#include "sketch/minhash.h"

#include "base/compare.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(LEITONG_NO_CLONES)
#define MINHASH_VARIANTS 1
#else
#define MINHASH_VARIANTS 0
#endif

/* gcc -O3 unrolls the loop over functions before it vectorises and then turns to the loop over shingles, at half the
 * speed; -O2 does what the comment at minhash_block says. */
#if defined(__GNUC__) && !defined(__clang__)
#define MINHASH_KERNEL __attribute__((optimize("O2")))
#else
#define MINHASH_KERNEL
#endif

/* "leitong" in ASCII. Never to be changed: signatures made by one version must meet those of another. */
#define MINHASH_SEED 0x6C6569746F6E67U

/* How many functions go over the shingles together. Factors, addends and minima of a block fill two vectors each: two,
 * so that one's multiplication runs beside the other's minimum; not more, so that gcc keeps all of them in registers.
 */
#define MINHASH_BLOCK_512 32
#define MINHASH_BLOCK 16
#define MINHASH_PART 8 /* the block for what is left; functions are padded to a multiple of it */

typedef void (*minhash_kernel)(const lt_minhash *minhash, const uint64_t *shingles, size_t count,
                               uint32_t *ret_signature);

struct lt_minhash {
    unsigned hashes;
    minhash_kernel kernel;
    const char *variant;
    uint32_t *addends; /* behind factors[padded] */
    uint32_t factors[];
};

/* Minima of `width` functions, a constant where this is inlined. Functions are the inner loop: their minima stay in
 * registers over all shingles and need no reduction across lanes at the end. */
static inline __attribute__((always_inline)) void minhash_block(const uint32_t *restrict factors,
                                                                const uint32_t *restrict addends, unsigned width,
                                                                const uint64_t *restrict shingles, size_t count,
                                                                uint32_t *restrict ret_minima)
{
    uint32_t least[MINHASH_BLOCK_512];
    for (unsigned i = 0; i < width; i++) {
        least[i] = UINT32_MAX;
    }
    for (size_t s = 0; s < count; s++) {
        uint32_t x = (uint32_t)shingles[s];
        for (unsigned i = 0; i < width; i++) {
            uint32_t value = factors[i] * x + addends[i];
            least[i] = LT_MIN(value, least[i]);
        }
    }
    memcpy(ret_minima, least, width * sizeof *least);
}

static inline __attribute__((always_inline)) void
minhash_all(const lt_minhash *minhash, unsigned block, const uint64_t *shingles, size_t count, uint32_t *ret_signature)
{
    const uint32_t *factors = minhash->factors;
    const uint32_t *addends = minhash->addends;
    unsigned i = 0;
    for (; i + block <= minhash->hashes; i += block) {
        minhash_block(factors + i, addends + i, block, shingles, count, ret_signature + i);
    }
    for (; i < minhash->hashes; i += MINHASH_PART) {
        uint32_t part[MINHASH_PART];
        unsigned wanted = LT_MIN(minhash->hashes - i, MINHASH_PART);
        minhash_block(factors + i, addends + i, MINHASH_PART, shingles, count, part);
        memcpy(ret_signature + i, part, wanted * sizeof *part);
    }
}

MINHASH_KERNEL static void minhash_default(const lt_minhash *minhash, const uint64_t *shingles, size_t count,
                                           uint32_t *ret_signature)
{
    minhash_all(minhash, MINHASH_BLOCK, shingles, count, ret_signature);
}

#if MINHASH_VARIANTS
/* Functions of their own instead of target_clones: a variant can be forced, and a test holds them equal. */
MINHASH_KERNEL __attribute__((target("avx2"))) static void
minhash_avx2(const lt_minhash *minhash, const uint64_t *shingles, size_t count, uint32_t *ret_signature)
{
    minhash_all(minhash, MINHASH_BLOCK, shingles, count, ret_signature);
}

MINHASH_KERNEL __attribute__((target("avx512f"))) static void
minhash_avx512f(const lt_minhash *minhash, const uint64_t *shingles, size_t count, uint32_t *ret_signature)
{
    minhash_all(minhash, MINHASH_BLOCK_512, shingles, count, ret_signature);
}
#endif

static int minhash_choose(lt_minhash *minhash, leitong_error *error)
{
    minhash->kernel = minhash_default;
    minhash->variant = "default";
#if MINHASH_VARIANTS
    const struct {
        const char *name;
        minhash_kernel kernel;
        bool runs;
    } variants[] = {{"avx512f", minhash_avx512f, __builtin_cpu_supports("avx512f")},
                    {"avx2", minhash_avx2, __builtin_cpu_supports("avx2")},
                    {"default", minhash_default, true}};
    const char *forced = getenv("LEITONG_CPU");
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        if (variants[i].runs && (forced == NULL || strcmp(forced, variants[i].name) == 0)) {
            minhash->kernel = variants[i].kernel;
            minhash->variant = variants[i].name;
            return 0;
        }
    }
    return lt_error_set(error, LEITONG_EUSAGE, "LEITONG_CPU=%s is not default, avx2 or avx512f, or this CPU lacks it",
                        forced);
#else
    (void)error;
    return 0;
#endif
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t minhash_random(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15U;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

int lt_minhash_new(unsigned hashes, lt_minhash **ret_minhash, leitong_error *error)
{
    size_t padded = ((size_t)hashes + MINHASH_PART - 1) / MINHASH_PART * MINHASH_PART;
    lt_minhash *minhash = malloc(sizeof *minhash + 2 * padded * sizeof *minhash->factors);
    if (minhash == NULL) {
        return lt_error_memory(error);
    }
    int code = minhash_choose(minhash, error);
    if (code != 0) {
        free(minhash);
        return code;
    }
    minhash->hashes = hashes;
    minhash->addends = minhash->factors + padded;
    uint64_t state = MINHASH_SEED;
    for (size_t i = 0; i < padded; i++) {
        uint64_t random = minhash_random(&state);
        minhash->factors[i] = (uint32_t)random | 1U;
        minhash->addends[i] = (uint32_t)(random >> 32);
    }
    *ret_minhash = minhash;
    return 0;
}

void lt_minhash_free(lt_minhash *minhash)
{
    free(minhash);
}

const char *lt_minhash_variant(const lt_minhash *minhash)
{
    return minhash->variant;
}

void lt_minhash_signature(const lt_minhash *minhash, const uint64_t *shingles, size_t count, uint32_t *ret_signature)
{
    minhash->kernel(minhash, shingles, count, ret_signature);
}
