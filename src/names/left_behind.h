/* left_behind: names of the source that stand in the copy, and that nothing else in the copy's document knows.
 *
 * Looked for in text that is aligned as equal, in both directions, unless the dates of the documents say which is the
 * copy:
 *   name        the from-side of a swap, of a body its stem before its own letter (水务|部门)
 *   territory   龙泉→上城: any place within the source's branch of the tree below the common ancestor, here 丽水; of
 * two provinces, of which any text may speak, within the source's prefecture level       one 我市 among many 我县; weak
 * before an office (市委 may be the superior) body, term  as name, of these kinds year        2021→2022, and the plan
 * year 2022 was not moved on role        作为一名乡镇党委书记, where the copy's own text says it with another role A
 * name goes when the copy's own text (outside all passages with the source, as whole words) uses it, and when it was
 * left in more places than it was swapped.
 *
 * Input: a pair with its swaps. Output: rows, appended, by place in the copy, none overlapping another.
 * Ownership: lt_lefts, cleared by the caller. Errors: those of document_view; LEITONG_EMEMORY.
 * Complexity: linear in the pair's blocks, and log n a name found. */
#ifndef LT_NAMES_LEFT_BEHIND_H
#define LT_NAMES_LEFT_BEHIND_H

#include "names/left_find.h"

/* `homes`: where no swap says it, the places of both first lines (adapted.h); empty: swaps do. */
LEITONG_CHECK int lt_left_pair(const lt_name_pair *pair, const lt_edit *homes, lt_lefts *lefts, leitong_error *error);

/* Of all pairs: a row a place in the copy, by place; of several sources the one with the most swaps, of equals the
 * first. */
void lt_lefts_settle(lt_lefts *lefts);

#endif
