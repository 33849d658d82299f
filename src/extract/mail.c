#include "extract/mail.h"

#include "extract/mail_code.h"
#if LEITONG_HAVE_GUMBO
#include "extract/html.h"
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAIL_DEPTH 20 /* parts in one another */
#define MAIL_WORD 200 /* bytes of a parameter */

/* Bytes of the mail. */
typedef struct mail_bytes {
    const uint8_t *bytes;
    size_t size;
} mail_bytes;

typedef struct mail_part {
    char type[MAIL_WORD]; /* in small letters: text/plain */
    char charset[MAIL_WORD], boundary[MAIL_WORD];
    char code[MAIL_WORD]; /* Content-Transfer-Encoding */
    bool is_attachment, is_flowed, deletes_space;
    mail_bytes subject, from, date;
    mail_bytes body;
} mail_part;

typedef struct mail {
    lt_sink *sink;
    const char *encoding;
    uint64_t texts; /* parts that were read */
} mail;

/* ---- headers ---- */

static size_t mail_line_end(const uint8_t *bytes, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(bytes, '\n', size) : NULL;
    return end == NULL ? size : (size_t)(end - bytes) + 1;
}

static bool mail_is_blank(const uint8_t *line, size_t size)
{
    return size == 0 || line[0] == '\n' || (line[0] == '\r' && (size == 1 || line[1] == '\n'));
}

/* A header with the lines that go on with it; 0 at the end of all. */
static size_t mail_header(const uint8_t *bytes, size_t size)
{
    size_t end = mail_line_end(bytes, size);
    if (mail_is_blank(bytes, end)) {
        return 0;
    }
    while (end < size && (bytes[end] == ' ' || bytes[end] == '\t')) {
        end += mail_line_end(bytes + end, size - end);
    }
    return end;
}

static void mail_lower(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z') {
            *text = (char)(*text | 0x20);
        }
    }
}

/* The value before the first `;`. */
static void mail_value(mail_bytes value, char out[MAIL_WORD])
{
    size_t size = 0;
    for (size_t i = 0; i < value.size && value.bytes[i] != ';' && size + 1 < MAIL_WORD; i++) {
        if (value.bytes[i] > ' ') {
            out[size++] = (char)value.bytes[i];
        }
    }
    out[size] = '\0';
    mail_lower(out);
}

/* A parameter: `; name=value` or `; name="value"`; "" where there is none. */
static void mail_parameter(mail_bytes value, const char *name, char out[MAIL_WORD])
{
    size_t length = strlen(name);
    size_t size = 0;
    out[0] = '\0';
    for (size_t at = 0; at < value.size;) {
        const uint8_t *next = memchr(value.bytes + at, ';', value.size - at);
        if (next == NULL) {
            return;
        }
        at = (size_t)(next - value.bytes) + 1;
        while (at < value.size && value.bytes[at] <= ' ') {
            at++;
        }
        if (value.size - at <= length || strncasecmp((const char *)value.bytes + at, name, length) != 0 ||
            value.bytes[at + length] != '=') {
            continue;
        }
        at += length + 1;
        bool is_quoted = at < value.size && value.bytes[at] == '"';
        for (at += is_quoted; at < value.size && size + 1 < MAIL_WORD; at++) {
            uint8_t byte = value.bytes[at];
            if (is_quoted ? byte == '"' : byte == ';' || byte <= ' ') {
                break;
            }
            out[size++] = (char)byte;
        }
        out[size] = '\0';
        return;
    }
}

static void mail_describe(mail_part *part, mail_bytes name, mail_bytes value)
{
    char word[MAIL_WORD];
#define MAIL_NAMED(text) (name.size == strlen(text) && strncasecmp((const char *)name.bytes, text, name.size) == 0)
    if (MAIL_NAMED("Content-Type")) {
        mail_value(value, part->type);
        mail_parameter(value, "charset", part->charset);
        mail_parameter(value, "boundary", part->boundary);
        mail_parameter(value, "format", word);
        part->is_flowed = strcasecmp(word, "flowed") == 0;
        mail_parameter(value, "delsp", word);
        part->deletes_space = strcasecmp(word, "yes") == 0;
    } else if (MAIL_NAMED("Content-Transfer-Encoding")) {
        mail_value(value, part->code);
    } else if (MAIL_NAMED("Content-Disposition")) {
        mail_value(value, word);
        part->is_attachment = strcmp(word, "attachment") == 0;
    } else if (MAIL_NAMED("Subject")) {
        part->subject = value;
    } else if (MAIL_NAMED("From")) {
        part->from = value;
    } else if (MAIL_NAMED("Date")) {
        part->date = value;
    }
#undef MAIL_NAMED
}

static mail_part mail_head(mail_bytes whole)
{
    mail_part part = {.type = "text/plain"};
    size_t at = 0;
    for (;;) {
        size_t size = mail_header(whole.bytes + at, whole.size - at);
        if (size == 0) {
            break;
        }
        const uint8_t *colon = memchr(whole.bytes + at, ':', size);
        if (colon != NULL) {
            size_t length = (size_t)(colon - whole.bytes) - at;
            mail_describe(&part, (mail_bytes){whole.bytes + at, length}, (mail_bytes){colon + 1, size - length - 1});
        }
        at += size;
    }
    at += mail_line_end(whole.bytes + at, whole.size - at); /* the blank line */
    part.body = (mail_bytes){whole.bytes + at, whole.size - at};
    return part;
}

/* ---- bodies ---- */

/* Lines; of a flowed text one that ends in a space goes on in the next (RFC 3676). */
static int mail_plain(mail *m, const mail_part *part, const char *text, size_t size, leitong_error *error)
{
    lt_sink_gap(m->sink, LT_GAP_PARAGRAPH);
    for (size_t at = 0; at < size;) {
        size_t next = at + mail_line_end((const uint8_t *)text + at, size - at);
        size_t end = next;
        while (end > at && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            end--;
        }
        bool is_soft =
            part->is_flowed && end > at && text[end - 1] == ' ' && !(end - at == 3 && memcmp(text + at, "-- ", 3) == 0);
        end -= is_soft && part->deletes_space;
        if (end == at) {
            lt_sink_gap(m->sink, LT_GAP_PARAGRAPH);
        }
        LT_TRY(lt_sink_words(m->sink, text + at, end - at, error));
        if (!is_soft) {
            lt_sink_gap(m->sink, LT_GAP_LINE);
        }
        at = next;
    }
    return lt_sink_paragraph(m->sink, error);
}

static int mail_text(mail *m, const mail_part *part, leitong_error *error)
{
    bool is_html = strcmp(part->type, "text/html") == 0;
    const char *charset = part->charset[0] != '\0' ? part->charset : m->encoding;
    size_t size = part->body.size;
    uint8_t *bytes = malloc(size + 1);
    char *text = NULL;
    size_t text_size = 0;
    if (bytes == NULL) {
        return lt_error_memory(error);
    }
    if (strcmp(part->code, "base64") == 0) {
        size = lt_mail_base64(part->body.bytes, size, bytes);
    } else if (strcmp(part->code, "quoted-printable") == 0) {
        size = lt_mail_quoted(part->body.bytes, size, false, bytes);
    } else {
        memcpy(bytes, part->body.bytes, size);
    }
    int code = lt_mail_decode(bytes, size, charset[0] != '\0' ? charset : NULL, &text, &text_size, error);
    free(bytes);
    if (code != 0) {
        return code;
    }
    m->texts++;
    if (is_html) {
#if LEITONG_HAVE_GUMBO
        code = lt_html_tell((const uint8_t *)text, text_size, "utf-8", m->sink, error);
#else
        code = lt_sink_refuse(m->sink, LT_FAULT_NO_READER, error,
                              "is a mail in HTML, which this build of leitong can't read: it was made without gumbo");
#endif
    } else {
        code = mail_plain(m, part, text, text_size, error);
    }
    free(text);
    return code;
}

static int mail_entity(mail *m, mail_bytes whole, unsigned depth, leitong_error *error);

/* The next part of a multipart body behind *at, without the line end before its border; false where there is none. */
static bool mail_next(mail_bytes body, const char *boundary, size_t *at, mail_bytes *ret_part)
{
    size_t length = strlen(boundary);
    size_t begin = SIZE_MAX; /* not met yet: *at stands in the preamble, or at a border's line */
    for (size_t line = *at; line < body.size;) {
        size_t end = line + mail_line_end(body.bytes + line, body.size - line);
        const uint8_t *bytes = body.bytes + line;
        bool is_border =
            end - line >= length + 2 && bytes[0] == '-' && bytes[1] == '-' && memcmp(bytes + 2, boundary, length) == 0;
        const uint8_t *rest = bytes + 2 + length;
        bool is_last = is_border && end - line >= length + 4 && rest[0] == '-' && rest[1] == '-';
        is_border =
            is_border && (is_last || end - line == length + 2 || *rest <= ' '); /* not the beginning of another */
        if (is_border && begin != SIZE_MAX) {
            *ret_part = (mail_bytes){body.bytes + begin, line - begin};
            *at = line;
            return true;
        }
        if (is_last) {
            return false;
        }
        begin = is_border ? end : begin;
        line = end;
    }
    if (begin == SIZE_MAX || begin == body.size) {
        return false;
    }
    *ret_part = (mail_bytes){body.bytes + begin, body.size - begin}; /* cut off */
    *at = body.size;
    return true;
}

/* Of alternatives the plain text, or else the last, which is the richest. */
static int mail_alternative(mail *m, const mail_part *part, unsigned depth, leitong_error *error)
{
    mail_bytes each;
    mail_bytes chosen = {0};
    bool is_plain = false;
    for (size_t at = 0; !is_plain && mail_next(part->body, part->boundary, &at, &each);) {
        mail_part head = mail_head(each);
        is_plain = strcmp(head.type, "text/plain") == 0;
        chosen = each;
    }
    return chosen.bytes != NULL ? mail_entity(m, chosen, depth + 1, error) : 0;
}

static int mail_entity(mail *m, mail_bytes whole, unsigned depth, leitong_error *error)
{
    mail_part part = mail_head(whole);
    mail_bytes each;
    if (depth >= MAIL_DEPTH || part.is_attachment) {
        m->sink->notes[LT_NOTE_ATTACHMENT]++;
        return 0;
    }
    if (strncmp(part.type, "multipart/", 10) == 0 && part.boundary[0] != '\0') {
        if (strcmp(part.type, "multipart/alternative") == 0) {
            return mail_alternative(m, &part, depth, error);
        }
        for (size_t at = 0; mail_next(part.body, part.boundary, &at, &each);) {
            LT_TRY(mail_entity(m, each, depth + 1, error));
        }
        return 0;
    }
    if (strcmp(part.type, "message/rfc822") == 0) {
        return mail_entity(m, part.body, depth + 1, error);
    }
    if (strncmp(part.type, "text/", 5) == 0 && strcmp(part.type, "text/calendar") != 0) {
        return mail_text(m, &part, error);
    }
    m->sink->notes[LT_NOTE_ATTACHMENT]++;
    return 0;
}

/* ---- the mail ---- */

static int mail_property(const mail *m, lt_property property, mail_bytes value, leitong_error *error)
{
    char *text;
    if (value.size == 0) {
        return 0;
    }
    LT_TRY(lt_mail_words(value.bytes, value.size, &text, error));
    int code = lt_sink_property(m->sink, property, text, error);
    free(text);
    return code;
}

int lt_mail_read(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink, leitong_error *error)
{
    mail m = {.sink = sink, .encoding = encoding};
    mail_bytes whole = {bytes, size};
    size_t first = mail_line_end(bytes, size);
    if (size > 5 && memcmp(bytes, "From ", 5) == 0) { /* a mailbox's line before the mail */
        whole = (mail_bytes){bytes + first, size - first};
    }
    mail_part part = mail_head(whole);
    LT_TRY(mail_property(&m, LT_PROPERTY_TITLE, part.subject, error));
    LT_TRY(mail_property(&m, LT_PROPERTY_AUTHOR, part.from, error));
    LT_TRY(mail_property(&m, LT_PROPERTY_DATE, part.date, error));
    LT_TRY(mail_entity(&m, whole, 0, error));
    if (m.texts == 0) {
        return lt_sink_refuse(sink, LT_FAULT_NO_TEXT, error,
                              "holds no text of its own (%u attachments): save what is attached, and name that",
                              (unsigned)sink->notes[LT_NOTE_ATTACHMENT]);
    }
    return lt_sink_finish(sink, error);
}
