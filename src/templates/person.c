#include "templates/person.h"

#include "base/code_point.h"
#include "text/name_words.h"

#include <stdbool.h>
#include <string.h>

/* Whether the tokens begin with the letters of a word. */
static bool person_word(const uint32_t *tokens, size_t count, const char *word, size_t size, size_t *ret_letters)
{
    size_t letters = 0;
    for (size_t at = 0; at < size; letters++) {
        unsigned length;
        uint32_t letter = lt_code_point_read((const uint8_t *)word + at, size - at, &length);
        if (letters == count || tokens[letters] != letter) {
            return false;
        }
        at += length;
    }
    *ret_letters = letters;
    return true;
}

/* Tokens of an office that begins at `tokens`. */
static size_t person_office(const uint32_t *tokens, size_t count)
{
    size_t vice = count > 0 && tokens[0] == U'副' ? 1 : 0;
    size_t letters;
    for (const char *word = lt_name_words(LT_LIST_OFFICES); *word != '\0'; word += *word == ' ' ? 1 : 0) {
        size_t size = strcspn(word, " ");
        if (person_word(tokens + vice, count - vice, word, size, &letters)) {
            return vice + letters;
        }
        word += size;
    }
    return 0;
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
