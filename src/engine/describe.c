#include "engine/describe.h"

#include "text/self_description.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

int lt_describe_copy(const char *from, char **ret_to, leitong_error *error)
{
    *ret_to = from == NULL ? NULL : strdup(from);
    return from != NULL && *ret_to == NULL ? lt_error_memory(error) : 0;
}

/* What a program puts into a title where its user puts none. */
static bool describe_is_title(const char *own)
{
    static const char *const usual[] = {
        "Microsoft Word - ", "Microsoft PowerPoint - ", "PowerPoint", "Word 文档", "Untitled", "无标题"};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (strncasecmp(own, usual[i], strlen(usual[i])) == 0) {
            return false;
        }
    }
    return own[0] != '\0';
}

int lt_describe(const leitong_document *from, const lt_decoded *decoded, lt_document *row, leitong_error *error)
{
    lt_self_description own;
    char date[LT_DATE_TEXT];
    lt_self_describe(row->id, (const char *)decoded->text, decoded->size, &own);
    bool is_own =
        from->own_title != NULL && own.title_from != LEITONG_ORIGIN_TEXT && describe_is_title(from->own_title);
    if (row->title == NULL && is_own) {
        LT_TRY(lt_describe_copy(from->own_title, &row->title, error));
        row->title_from = LEITONG_ORIGIN_PROPERTY;
    } else if (row->title == NULL && own.title_from != LEITONG_ORIGIN_UNKNOWN) {
        row->title = calloc(own.title.size + own.title_rest.size + 1, 1);
        if (row->title == NULL) {
            return lt_error_memory(error);
        }
        memcpy(row->title, own.title.text, own.title.size);
        memcpy(row->title + own.title.size, own.title_rest.text, own.title_rest.size);
        row->title_from = (uint8_t)own.title_from;
    }
    if (row->date == NULL && own.date_from != LEITONG_ORIGIN_UNKNOWN) {
        lt_date_write(&own.date, date);
        LT_TRY(lt_describe_copy(date, &row->date, error));
        row->date_from = (uint8_t)own.date_from;
    } else if (row->date == NULL && from->own_date != NULL) {
        LT_TRY(lt_describe_copy(from->own_date, &row->date, error));
        row->date_from = LEITONG_ORIGIN_PROPERTY;
    }
    return row->author == NULL ? lt_describe_copy(from->own_author, &row->author, error) : 0;
}
