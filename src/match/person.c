#include "match/person.h"

#include <stdbool.h>

static bool person_among(uint32_t token, const uint32_t *set)
{
    for (; *set != 0; set++) {
        if (*set == token) {
            return true;
        }
    }
    return false;
}

/* Tokens of an office that begins at `tokens`. */
static size_t person_office(const uint32_t *tokens, size_t count)
{
    static const uint32_t heads[] = {U'市', U'县', U'縣', U'区', U'區', U'镇', U'鎮', U'乡', U'鄉', U'村',
                                     U'州', U'省', U'部', U'局', U'厅', U'廳', U'处', U'處', U'科', U'院',
                                     U'校', U'会', U'會', U'组', U'組', U'队', U'隊', U'站', U'所', 0};
    static const uint32_t offices[][2] = {{U'同', U'志'}, {U'书', U'记'}, {U'書', U'記'}, {U'主', U'席'},
                                          {U'主', U'任'}, {U'总', U'理'}, {U'總', U'理'}};
    size_t vice = count > 0 && tokens[0] == U'副' ? 1 : 0;
    if (count < vice + 2) {
        return 0;
    }
    const uint32_t *own = tokens + vice;
    bool found = (own[1] == U'长' || own[1] == U'長') && person_among(own[0], heads);
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++) {
        found = found || (own[0] == offices[i][0] && own[1] == offices[i][1]);
    }
    return found ? vice + 2 : 0;
}

size_t lt_person_prefix(const uint32_t *tokens, size_t count)
{
    for (size_t name = 1; name <= LT_PERSON_NAME && name < count; name++) {
        size_t office = person_office(tokens + name, count - name);
        if (office > 0) {
            size_t comrade = person_office(tokens + name + office, count - name - office);
            return name + office + (comrade == 2 && tokens[name + office] == U'同' ? 2 : 0);
        }
    }
    return 0;
}
