/* fuzz_policy: the reader of policies, that of baselines, and the patterns of rules.
 *
 * Byte 0, modulo 3: 0, a policy; 1, a baseline; 2, a pattern and, behind its NUL, a path. The rest is the file, beside
 * which stand `approved.txt` and `baseline.jsonl` for a policy to name. One that names files elsewhere is left alone:
 * what stands in those is not the fuzzer's. */
#include "fuzz.h"
#include "gate/policy.h"
#include "gate/policy_match.h"
#include "leitong/leitong.h"

#include <fcntl.h>

static const char approved[] =
    "坚持以人民为中心的发展思想，不断增强人民群众的获得感。\nAll wording here is approved.\n";
static char folder[64];
static int policy_file;

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void remove_folder(void)
{
    (void)unlink(path_of("policy.json"));
    (void)unlink(path_of("approved.txt"));
    (void)unlink(path_of("baseline.jsonl"));
    (void)rmdir(folder);
}

static int make_file(const char *name)
{
    int file = open(path_of(name), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    fuzz_require(file >= 0);
    return file;
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "%s/leitong-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_require(mkdtemp(folder) != NULL);
    atexit(remove_folder);
    policy_file = make_file("policy.json");
    int file = make_file("approved.txt");
    fuzz_file_set(file, (const uint8_t *)approved, sizeof approved - 1);
    close(file);
    close(make_file("baseline.jsonl"));
}

static void check_limits(leitong_policy *policy, const char *path, const char *series)
{
    lt_limits limits;
    lt_policy_limits(policy, path, series, &limits);
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        const lt_level *warn = &limits.levels[limit][LT_LEVEL_WARN];
        const lt_level *refuse = &limits.levels[limit][LT_LEVEL_REFUSE];
        fuzz_require(!refuse->limited || !lt_limit_is_ratio(limit) || refuse->value <= LT_POLICY_UNIT);
        fuzz_require(!warn->limited || !lt_limit_is_ratio(limit) || warn->value <= LT_POLICY_UNIT);
        fuzz_require(warn->rule <= policy->rule_count && refuse->rule <= policy->rule_count);
    }
}

static void fuzz_policy(const char *path, size_t size)
{
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_policy *policy = NULL;
    leitong_error error = {0};
    options.today = "2026-11-22";
    int code = leitong_policy_open(path, &options, &policy, &error);
    fuzz_require(code == 0 || code == LEITONG_EUSAGE || code == LEITONG_EINPUT);
    fuzz_require((code == 0) == (policy != NULL));
    fuzz_require(code == 0 || (error.code == code && error.message[0] != '\0'));
    fuzz_require(code == 0 || error.offset == LEITONG_NO_OFFSET || error.offset <= size);
    if (code == 0) {
        check_limits(policy, "speeches/2027/a.txt", "work reports");
        check_limits(policy, "a", NULL);
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

/* From the definition, by trying everything: slow, so patterns are short. */
static bool matches(const char *pattern, const char *text, bool name_begins)
{
    if (*pattern == '\0') {
        return *text == '\0';
    }
    if (name_begins && strncmp(pattern, "**/", 3) == 0) { /* any folders, or none */
        if (matches(pattern + 3, text, true)) {
            return true;
        }
        const char *slash = strchr(text, '/');
        return slash != NULL && matches(pattern, slash + 1, true);
    }
    if (strncmp(pattern, "**", 2) == 0) {
        return matches(pattern + 2, text, false) || (*text != '\0' && matches(pattern, text + 1, false));
    }
    if (*pattern == '*') {
        return matches(pattern + 1, text, false) ||
               (*text != '\0' && *text != '/' && matches(pattern, text + 1, false));
    }
    if (*text == '\0' || (*pattern == '?' && *text == '/')) {
        return false;
    }
    if (*pattern == '?') {
        do { /* a whole character */
            text++;
        } while (((unsigned char)*text & 0xC0) == 0x80);
        return matches(pattern + 1, text, false);
    }
    return *pattern == *text && matches(pattern + 1, text + 1, *pattern == '/');
}

static void fuzz_pattern(const uint8_t *data, size_t size)
{
    char both[24] = "";
    memcpy(both, data, size < sizeof both - 2 ? size : sizeof both - 2);
    const char *text = both + strlen(both) + 1;
    fuzz_require(lt_policy_match(both, text) == matches(both, text, true));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    if (folder[0] == '\0') {
        make_folder();
    }
    bool names_files = memmem(data, size, "approved", 8) != NULL || memmem(data, size, "\"baseline", 9) != NULL;
    bool leads_away = memchr(data, '/', size) != NULL || memchr(data, '\\', size) != NULL;
    if (data[0] % 3 == 2) {
        fuzz_pattern(data + 1, size - 1);
        return 0;
    }
    fuzz_file_set(policy_file, data + 1, size - 1);
    if (data[0] % 3 == 1) {
        fuzz_baseline(path_of("policy.json"), size - 1);
    } else if (!names_files || !leads_away) {
        fuzz_policy(path_of("policy.json"), size - 1);
    }
    return 0;
}
