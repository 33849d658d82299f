/* members: the files in an archive, and in archives in it, one at a time.
 *
 *     outer.zip ── helper 1 ──→ a.txt, inner.tar ── helper 2 ──→ b.docx ── a helper of its own
 *
 * Each archive that is open has its helper, which waits on its pipe. A member goes into a file without a name and is
 * read from there as any other file is, by its name and content; nothing is ever opened or made under a member's name.
 * Input: helpers that have said that their file is an archive. Output: members in the order of the archive, with an id:
 * the archive's, `!`, and its name in UTF-8 (one of GB 2312 is decoded, of any other bytes each is told as \xNN).
 * Ownership: lt_members is the caller's, who zeroes it (but for `limits`) and clears it; a member stands until the
 * next. Errors: LEITONG_EINPUT: an archive is too deep in others (what is wrong with a member or an archive is told as
 * a member that is left out, or at the archive's end); LEITONG_ESYSTEM (temporary file), LEITONG_EMEMORY. Limits: a
 * member has a document's; all that comes out of the outermost archive, above 1 GiB, `limits.ratio` times its size;
 * LT_MEMBERS_DEPTH archives in one another. Complexity: linear in the members' bytes. */
#ifndef LT_INPUT_MEMBERS_H
#define LT_INPUT_MEMBERS_H

#include "input/helper.h"
#include "input/stream.h"

#define LT_MEMBERS_DEPTH 4

typedef struct lt_archive {
    lt_helper helper;
    char *path, *id; /* of the archive, for messages and in ids */
    int file;        /* the member at hand */
} lt_archive;

typedef struct lt_members {
    lt_stream_limits limits;
    lt_archive open[LT_MEMBERS_DEPTH]; /* the outermost first */
    size_t depth;
    uint64_t packed, total; /* bytes of the outermost archive, and of all that came out of it */
    char *path, *id;        /* of the member at hand */
    size_t path_capacity, id_capacity;
} lt_members;

typedef enum lt_member_kind { LT_MEMBER_FILE, LT_MEMBER_LEFT_OUT, LT_MEMBER_NONE } lt_member_kind;

typedef struct lt_member {
    lt_member_kind kind;
    const char *path, *id;
    int file;
    uint64_t size;
    const char *reason;  /* of LT_MEMBER_LEFT_OUT; of LT_MEMBER_NONE where the archive was not read to its end */
    leitong_error fault; /* with a reason */
} lt_member;

void lt_members_clear(lt_members *members);
/* Takes the helper, also on failure. `size`: bytes of the archive. */
LEITONG_CHECK int lt_members_push(lt_members *members, lt_helper *helper, const char *path, const char *id,
                                  uint64_t size, leitong_error *error);
/* The innermost archive's next member; LT_MEMBER_NONE closes the archive. */
LEITONG_CHECK int lt_members_next(lt_members *members, lt_member *ret_member, leitong_error *error);

#endif
