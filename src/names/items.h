/* items: an edit cut into the names that stand for one another.
 *
 *      济南、青岛、淄博 → 日喀则、拉萨、昌都      three items, cut at marks and at 和 与 及
 *      丽水市龙泉市     → 杭州市上城区            cut by the tree of places; the last stands for the last
 *      沅东市           → 柳浦县                  沅东→柳浦 and 市→县
 *      报丽水           → 报杭州                  equal function words and endings are taken off
 *
 * Items are paired where both sides have equally many. An edit of more than 24 tokens is rewritten text; of one with
 * line breaks, what stands before the first and behind the last is looked at.
 * Input: an edit between two views. Output: exchanges, appended. Ownership: the caller of lt_exchanges.
 * Errors: LEITONG_EMEMORY. Complexity: linear in the edit. */
#ifndef LT_NAMES_ITEMS_H
#define LT_NAMES_ITEMS_H

#include "names/name_kind.h"

typedef struct lt_exchanges {
    lt_exchange *items;
    size_t count, capacity;
} lt_exchanges; /* zero it first */

LEITONG_CHECK int lt_items_of(const lt_name_rules *rules, const lt_name_view views[2], lt_edit edit,
                              lt_exchanges *exchanges, leitong_error *error);

#endif
