#include "engine/ingest_seen.h"

#include "base/error.h"

#include <inttypes.h>

void lt_ingest_seen_add(lt_ingest_seen *to, const lt_ingest_seen *more)
{
    to->fold.zero_width += more->fold.zero_width;
    to->fold.look_alike += more->fold.look_alike;
    to->fold.joined += more->fold.joined;
    to->numbered += more->numbered;
    to->replaced += more->replaced;
}

void lt_ingest_seen_since(lt_ingest_seen *seen, const lt_fold_seen *before, const lt_fold_seen *now)
{
    seen->fold.zero_width = now->zero_width - before->zero_width;
    seen->fold.look_alike = now->look_alike - before->look_alike;
    seen->fold.joined = now->joined - before->joined;
}

int lt_ingest_seen_tell(const lt_ingest_seen *seen, const char *id,
                        int (*skip)(void *context, const leitong_skip *skip), void *context, leitong_error *error)
{
    enum { SEEN_THROUGH, SEEN_JOINED, SEEN_NUMBERED, SEEN_REPLACED, SEEN_NOTES };
    static const char *const reasons[SEEN_NOTES] = {"seen_through", "broken_word", "line_number", "replaced"};
    const uint64_t counts[SEEN_NOTES] = {seen->fold.look_alike + seen->fold.zero_width, seen->fold.joined,
                                         seen->numbered, seen->replaced};
    leitong_error words[SEEN_NOTES];
    (void)lt_error_at(&words[SEEN_THROUGH], LEITONG_EINPUT, id, LEITONG_NO_OFFSET,
                      "%" PRIu64 " look-alike, %" PRIu64 " zero-width characters were seen through",
                      seen->fold.look_alike, seen->fold.zero_width);
    (void)lt_error_at(&words[SEEN_JOINED], LEITONG_EINPUT, id, LEITONG_NO_OFFSET,
                      "%" PRIu64 " words that a hyphen breaks at a line's end are read whole", seen->fold.joined);
    (void)lt_error_at(&words[SEEN_NUMBERED], LEITONG_EINPUT, id, LEITONG_NO_OFFSET,
                      "the numbers of %" PRIu64 " lines, a column at their beginning, are not compared",
                      seen->numbered);
    (void)lt_error_at(&words[SEEN_REPLACED], LEITONG_EINPUT, id, LEITONG_NO_OFFSET,
                      "%" PRIu64 " replacements: bytes that do not decode are read as U+FFFD", seen->replaced);
    for (size_t i = 0; i < SEEN_NOTES; i++) {
        leitong_skip note = {.what = "text", .reason = reasons[i], .error = &words[i], .is_note = 1};
        if (counts[i] > 0 && skip(context, &note) != 0) {
            if (error != NULL) {
                *error = words[i];
            }
            return LEITONG_EINPUT;
        }
    }
    return 0;
}
