#include "base/json_node.h"

#include "base/compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOUBLE_DIGITS 40U /* more decide only between numbers that lie half-way by as many digits */
#define DOUBLE_EXPONENT INT64_C(1000000000000) /* beyond it no text is long enough to bring a number back */

const lt_json_node *lt_json_member(const lt_json_node *object, const char *name)
{
    const lt_json_node *found = NULL;
    if (lt_json_kind_of(object) != LT_JSON_OBJECT) {
        return NULL;
    }
    size_t size = strlen(name);
    const lt_json_node *member = lt_json_inside(object);
    for (uint32_t i = 0; i < object->count; i++, member = lt_json_after(member)) {
        if (member->key_size == size && memcmp(member->key, name, size) == 0) {
            found = member;
        }
    }
    return found;
}

const lt_json_node *lt_json_element(const lt_json_node *list, size_t at)
{
    if (lt_json_kind_of(list) != LT_JSON_LIST || at >= list->count) {
        return NULL;
    }
    const lt_json_node *element = lt_json_inside(list);
    for (; at > 0; at--) {
        element = lt_json_after(element);
    }
    return element;
}

bool lt_json_is_whole(const lt_json_node *node)
{
    return lt_json_kind_of(node) == LT_JSON_NUMBER && memchr(node->text, '.', node->size) == NULL &&
           memchr(node->text, 'e', node->size) == NULL && memchr(node->text, 'E', node->size) == NULL;
}

bool lt_json_whole(const lt_json_node *number, uint64_t most, uint64_t *ret_value)
{
    bool negative = number->text[0] == '-';
    uint64_t value = 0;
    for (uint32_t i = negative; i < number->size; i++) {
        uint64_t digit = (uint64_t)(number->text[i] - '0');
        if (value > most / 10 || digit > most - value * 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    if (negative && value > 0) {
        return false;
    }
    *ret_value = value;
    return true;
}

/* The exponent that stands behind `at`, an e. */
static int64_t double_exponent(const char *at, const char *end)
{
    int64_t exponent = 0;
    at++;
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    for (; at < end; at++) {
        exponent = LT_MIN(exponent * 10 + (*at - '0'), DOUBLE_EXPONENT);
    }
    return negative ? -exponent : exponent;
}

double lt_json_double(const lt_json_node *number)
{
    /* strtod takes the locale's decimal point and no other: it gets the digits without one, and the exponent. */
    char text[DOUBLE_DIGITS + 32];
    const char *at = number->text;
    const char *end = at + number->size;
    size_t size = 0;
    unsigned digits = 0;
    int64_t exponent = 0;
    bool fraction = false;
    if (*at == '-') {
        text[size++] = *at++;
    }
    for (; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            fraction = true;
        } else if (digits == DOUBLE_DIGITS) {
            exponent += !fraction;
        } else {
            exponent -= fraction;
            if (digits > 0 || *at != '0') {
                text[size++] = *at;
                digits++;
            }
        }
    }
    if (digits == 0) {
        text[size++] = '0';
    }
    exponent += at < end ? double_exponent(at, end) : 0;
    snprintf(text + size, sizeof text - size, "e%" PRId64, exponent);
    return strtod(text, NULL);
}
