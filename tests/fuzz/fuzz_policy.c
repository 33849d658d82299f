/* fuzz_policy: the reader of policies, and that of baselines.
 *
 * The first byte chooses: even, a policy; odd, a baseline. The rest is the file. Policies that name other files are
 * left alone: what stands in those is not the fuzzer's. */
#include "leitong/leitong.h"
#include "report/policy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void fuzz_policy(const char *path, size_t size)
{
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_policy *policy = NULL;
    leitong_error error = {0};
    options.today = "2026-11-22";
    int code = leitong_policy_open(path, &options, &policy, &error);
    fuzz_require(code == 0 || code == LEITONG_EUSAGE);
    fuzz_require((code == 0) == (policy != NULL));
    fuzz_require(code == 0 || (error.code == code && error.message[0] != '\0'));
    fuzz_require(code == 0 || error.offset == LEITONG_NO_OFFSET || error.offset <= size);
    if (code == 0) {
        lt_limits limits;
        lt_policy_limits(policy, "speeches/2027/a.txt", "work reports", &limits);
        for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
            const lt_level *refuse = &limits.levels[limit][LT_LEVEL_REFUSE];
            fuzz_require(!refuse->limited || !lt_limit_is_ratio(limit) || refuse->value <= LT_POLICY_UNIT);
        }
    }
    leitong_policy_free(policy);
}

static void fuzz_baseline(const char *path, size_t size)
{
    lt_baseline baseline = {0};
    leitong_error error = {0};
    int code = lt_baseline_read(&baseline, path, &error);
    fuzz_require(code == 0 || code == LEITONG_EUSAGE);
    fuzz_require(code == 0 || error.offset == LEITONG_NO_OFFSET || error.offset <= size);
    for (size_t i = 0; code == 0 && i < baseline.row_count; i++) {
        bool known = false;
        uint64_t hash[2] = {baseline.rows[i].hash[0], baseline.rows[i].hash[1]};
        uint64_t most = baseline.rows[i].most;
        lt_baseline_turn(&baseline);
        fuzz_require(lt_baseline_take(&baseline, hash, most + 1, &known, NULL) == 0 && !known);
        fuzz_require(lt_baseline_take(&baseline, hash, most, &known, NULL) == 0 && known);
    }
    lt_baseline_clear(&baseline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    bool names_files = memmem(data, size, "approved", 8) != NULL || memmem(data, size, "\"baseline", 9) != NULL;
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (file < 0 || write(file, data + 1, size - 1) != (ssize_t)(size - 1)) {
        abort();
    }
    if (data[0] % 2 == 1) {
        fuzz_baseline(path, size - 1);
    } else if (!names_files) {
        fuzz_policy(path, size - 1);
    }
    close(file);
    return 0;
}
