#include "templates/family_list.h"

#include "base/buffer.h"

#include <string.h>

int lt_families_append(lt_families *families, lt_family_unit unit, lt_family_level level, const lt_place *places,
                       size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(families->items, families->capacity, families->count + 1, error));
    LT_TRY(LT_RESERVE(families->members, families->member_capacity, families->member_count + count, error));
    lt_family *family = &families->items[families->count++];
    *family = (lt_family){.member_begin = families->member_count,
                          .member_count = (uint32_t)count,
                          .unit = (uint8_t)unit,
                          .level = (uint8_t)level};
    for (size_t i = 0; i < count; i++) {
        family->documents += i == 0 || places[i].document != places[i - 1].document;
    }
    memcpy(families->members + families->member_count, places, count * sizeof *places);
    families->member_count += count;
    return 0;
}
