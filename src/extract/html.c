#include "extract/html.h"

#include "base/utf8.h"
#include "extract/arena.h"
#include "extract/numbering.h"
#include "text/decode.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HTML_HEAD                                                                                                      \
    ((size_t)8192)         /* bytes in which the encoding is looked for; the standard says 1024, pages say otherwise */
#define HTML_DEEPEST 20000 /* elements in one another; browsers stop at 512 */
#define HTML_ATTRIBUTES 5000 /* of one tag */
#define HTML_LISTS 32        /* lists in one another that are counted */

typedef enum html_role {
    HTML_INLINE,
    HTML_BLOCK,
    HTML_HEADING,
    HTML_ITEM,
    HTML_LIST,
    HTML_PRE,
    HTML_CELL,
    HTML_ROW,
    HTML_BREAK,
    HTML_LEFT_OUT
} html_role;

static const uint8_t html_roles[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = HTML_BLOCK,
    [GUMBO_TAG_BODY] = HTML_BLOCK,
    [GUMBO_TAG_ARTICLE] = HTML_BLOCK,
    [GUMBO_TAG_SECTION] = HTML_BLOCK,
    [GUMBO_TAG_NAV] = HTML_BLOCK,
    [GUMBO_TAG_ASIDE] = HTML_BLOCK,
    [GUMBO_TAG_HGROUP] = HTML_BLOCK,
    [GUMBO_TAG_HEADER] = HTML_BLOCK,
    [GUMBO_TAG_FOOTER] = HTML_BLOCK,
    [GUMBO_TAG_ADDRESS] = HTML_BLOCK,
    [GUMBO_TAG_P] = HTML_BLOCK,
    [GUMBO_TAG_HR] = HTML_BLOCK,
    [GUMBO_TAG_BLOCKQUOTE] = HTML_BLOCK,
    [GUMBO_TAG_UL] = HTML_BLOCK,
    [GUMBO_TAG_DL] = HTML_BLOCK,
    [GUMBO_TAG_DT] = HTML_BLOCK,
    [GUMBO_TAG_DD] = HTML_BLOCK,
    [GUMBO_TAG_FIGURE] = HTML_BLOCK,
    [GUMBO_TAG_FIGCAPTION] = HTML_BLOCK,
    [GUMBO_TAG_MAIN] = HTML_BLOCK,
    [GUMBO_TAG_DIV] = HTML_BLOCK,
    [GUMBO_TAG_TABLE] = HTML_BLOCK,
    [GUMBO_TAG_CAPTION] = HTML_BLOCK,
    [GUMBO_TAG_TBODY] = HTML_BLOCK,
    [GUMBO_TAG_THEAD] = HTML_BLOCK,
    [GUMBO_TAG_TFOOT] = HTML_BLOCK,
    [GUMBO_TAG_TR] = HTML_ROW,
    [GUMBO_TAG_FORM] = HTML_BLOCK,
    [GUMBO_TAG_FIELDSET] = HTML_BLOCK,
    [GUMBO_TAG_LEGEND] = HTML_BLOCK,
    [GUMBO_TAG_DETAILS] = HTML_BLOCK,
    [GUMBO_TAG_SUMMARY] = HTML_BLOCK,
    [GUMBO_TAG_MENU] = HTML_BLOCK,
    [GUMBO_TAG_DIR] = HTML_BLOCK,
    [GUMBO_TAG_CENTER] = HTML_BLOCK,
    [GUMBO_TAG_MARQUEE] = HTML_BLOCK,
    [GUMBO_TAG_H1] = HTML_HEADING,
    [GUMBO_TAG_H2] = HTML_HEADING,
    [GUMBO_TAG_H3] = HTML_HEADING,
    [GUMBO_TAG_H4] = HTML_HEADING,
    [GUMBO_TAG_H5] = HTML_HEADING,
    [GUMBO_TAG_H6] = HTML_HEADING,
    [GUMBO_TAG_LI] = HTML_ITEM,
    [GUMBO_TAG_OL] = HTML_LIST,
    [GUMBO_TAG_PRE] = HTML_PRE,
    [GUMBO_TAG_LISTING] = HTML_PRE,
    [GUMBO_TAG_XMP] = HTML_PRE,
    [GUMBO_TAG_PLAINTEXT] = HTML_PRE,
    [GUMBO_TAG_TEXTAREA] = HTML_PRE,
    [GUMBO_TAG_TD] = HTML_CELL,
    [GUMBO_TAG_TH] = HTML_CELL,
    [GUMBO_TAG_BR] = HTML_BREAK,
    [GUMBO_TAG_HEAD] = HTML_LEFT_OUT,
    [GUMBO_TAG_TITLE] = HTML_LEFT_OUT,
    [GUMBO_TAG_STYLE] = HTML_LEFT_OUT,
    [GUMBO_TAG_SCRIPT] = HTML_LEFT_OUT,
    [GUMBO_TAG_NOSCRIPT] = HTML_LEFT_OUT,
    [GUMBO_TAG_TEMPLATE] = HTML_LEFT_OUT,
    [GUMBO_TAG_DEL] = HTML_LEFT_OUT,
    [GUMBO_TAG_IFRAME] = HTML_LEFT_OUT,
    [GUMBO_TAG_OBJECT] = HTML_LEFT_OUT,
    [GUMBO_TAG_EMBED] = HTML_LEFT_OUT,
    [GUMBO_TAG_APPLET] = HTML_LEFT_OUT,
    [GUMBO_TAG_VIDEO] = HTML_LEFT_OUT,
    [GUMBO_TAG_AUDIO] = HTML_LEFT_OUT,
    [GUMBO_TAG_CANVAS] = HTML_LEFT_OUT,
    [GUMBO_TAG_SELECT] = HTML_LEFT_OUT,
    [GUMBO_TAG_DATALIST] = HTML_LEFT_OUT,
    [GUMBO_TAG_RT] = HTML_LEFT_OUT,
    [GUMBO_TAG_RP] = HTML_LEFT_OUT,
    [GUMBO_TAG_RTC] = HTML_LEFT_OUT,
    [GUMBO_TAG_NOFRAMES] = HTML_LEFT_OUT,
    [GUMBO_TAG_NOEMBED] = HTML_LEFT_OUT,
    [GUMBO_TAG_DESC] = HTML_LEFT_OUT,
    [GUMBO_TAG_ANNOTATION_XML] = HTML_LEFT_OUT,
};

typedef struct html_list {
    const GumboNode *node;
    uint32_t number; /* of the item before */
    lt_label_form form;
} html_list;

typedef struct html_page {
    lt_sink *sink;
    html_list lists[HTML_LISTS];
    size_t list_count;
    const GumboNode *hidden; /* the outermost hidden element that is open */
    size_t pre;              /* elements open whose line ends stay */
} html_page;

/* ---- the encoding ---- */

static bool html_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* What stands behind `charset=` (or encoding=) in the page's head. */
static bool html_charset(const char *bytes, size_t size, char *label, size_t room)
{
    static const char *const keys[] = {"charset", "encoding"};
    for (size_t at = 0; at < size; at++) {
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            size_t length = strlen(keys[i]);
            if (size - at < length || strncasecmp(bytes + at, keys[i], length) != 0) {
                continue;
            }
            size_t from = at + length;
            from += strspn(bytes + from, " \t\r\n");
            if (bytes[from] != '=') {
                continue;
            }
            from += 1 + strspn(bytes + from + 1, " \t\r\n\"'");
            size_t count = 0;
            while (html_letter(bytes[from + count]) && count + 1 < room) {
                label[count] = bytes[from + count];
                count++;
            }
            label[count] = '\0';
            if (count > 0) {
                return true;
            }
        }
    }
    return false;
}

/* What the page says of itself; AUTO where it says nothing that is known. */
static int html_encoding(const uint8_t *bytes, size_t size, lt_encoding *ret_encoding, leitong_error *error)
{
    char label[64];
    leitong_error ignored;
    char *head = strndup((const char *)bytes, size < HTML_HEAD ? size : HTML_HEAD);
    if (head == NULL) {
        return lt_error_memory(error);
    }
    bool is_told = html_charset(head, strlen(head), label, sizeof label);
    free(head);
    *ret_encoding = LT_ENCODING_AUTO;
    if (is_told && lt_encoding_named(label, ret_encoding, &ignored) != 0) {
        *ret_encoding = LT_ENCODING_AUTO;
    }
    return 0;
}

/* Bytes that are well-formed UTF-8 are UTF-8, and a byte order mark is right, whatever the page says; and no page whose
 * `charset` can be read like this is in an encoding of more bytes a letter. */
static int html_decode(const uint8_t *bytes, size_t size, const char *encoding, lt_decoded *ret_decoded, lt_sink *sink,
                       leitong_error *error)
{
    lt_encoded source = {bytes, size, LT_ENCODING_AUTO, ""};
    const char *reason = LT_FAULT_BYTES;
    leitong_error ignored;
    if (encoding != NULL && encoding[0] != '\0') {
        LT_TRY(lt_encoding_named(encoding, &source.encoding, error));
    } else if (lt_utf8_fault(bytes, size) < size && lt_utf8_mark(bytes, size) == 0) {
        LT_TRY(html_encoding(bytes, size, &source.encoding, error));
        if (source.encoding >= LT_ENCODING_GB18030 && lt_decode(&source, ret_decoded, NULL, &ignored) == 0) {
            return 0;
        }
        source.encoding = LT_ENCODING_AUTO;
    }
    int code = lt_decode(&source, ret_decoded, &reason, error);
    sink->reason = reason;
    return code;
}

/* ---- its shape ---- */

/* Tags that need no end: they are closed by the next, or hold nothing. */
static bool html_closes_itself(const uint8_t *name, size_t size)
{
    static const char *const names[] = {"area",  "base",  "br",     "col",   "dd",       "dt",    "embed",
                                        "hr",    "img",   "input",  "li",    "link",     "meta",  "option",
                                        "p",     "param", "source", "tbody", "td",       "tfoot", "th",
                                        "thead", "tr",    "wbr",    "rt",    "optgroup", "rp"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i]) == size && strncasecmp((const char *)name, names[i], size) == 0) {
            return true;
        }
    }
    return false;
}

typedef struct html_shape {
    size_t depth, deepest;
    size_t most_attributes;
} html_shape;

/* The tag whose `<` stands before `at`; returns where it ends. */
static size_t html_tag(const uint8_t *text, size_t size, size_t at, html_shape *shape)
{
    bool is_end = text[at] == '/';
    at += is_end;
    size_t begin = at;
    while (at < size && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z')) {
        at++;
    }
    if (at == begin) {
        return at;
    }
    bool counts = !html_closes_itself(text + begin, at - begin);
    size_t attributes = 0;
    for (bool was_space = false; at < size && text[at] != '>'; at++) {
        bool is_space = text[at] <= ' ' || text[at] == '/';
        attributes += was_space && !is_space;
        was_space = is_space;
    }
    shape->most_attributes = attributes > shape->most_attributes ? attributes : shape->most_attributes;
    if (is_end) {
        shape->depth -= counts && shape->depth > 0;
    } else {
        shape->depth += counts;
    }
    shape->deepest = shape->depth > shape->deepest ? shape->depth : shape->deepest;
    return at;
}

/* What gumbo would take the square of. */
static int html_check(const lt_decoded *decoded, lt_sink *sink, leitong_error *error)
{
    html_shape shape = {0};
    const uint8_t *text = decoded->text;
    for (size_t at = 0; at < decoded->size;) {
        const uint8_t *tag = memchr(text + at, '<', decoded->size - at);
        if (tag == NULL || (size_t)(tag - text) + 1 >= decoded->size) {
            break;
        }
        at = html_tag(text, decoded->size, (size_t)(tag - text) + 1, &shape);
    }
    if (shape.deepest > HTML_DEEPEST || shape.most_attributes > HTML_ATTRIBUTES) {
        return lt_sink_refuse(sink, LT_FAULT_DAMAGED, error,
                              "has more than %d elements in one another, or %d attributes in one tag, as no page has: "
                              "open it in a browser and save its text",
                              HTML_DEEPEST, HTML_ATTRIBUTES);
    }
    return 0;
}

/* ---- elements ---- */

static const char *html_attribute(const GumboElement *element, const char *name)
{
    const GumboAttribute *attribute = gumbo_get_attribute(&element->attributes, name);
    return attribute == NULL ? NULL : attribute->value;
}

/* Whether an inline style says so: `property` and behind a colon `value`, anywhere in it. */
static bool html_styled(const char *style, const char *property, const char *value)
{
    for (const char *at = style; (at = strcasestr(at, property)) != NULL; at += strlen(property)) {
        const char *behind = at + strlen(property);
        behind += strspn(behind, " \t\r\n");
        if (*behind == ':') {
            behind += 1 + strspn(behind + 1, " \t\r\n");
            if (strncasecmp(behind, value, strlen(value)) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool html_is_hidden(const GumboElement *element)
{
    const char *style = html_attribute(element, "style");
    return html_attribute(element, "hidden") != NULL ||
           (style != NULL && (html_styled(style, "display", "none") || html_styled(style, "visibility", "hidden")));
}

static void html_list_open(html_page *page, const GumboNode *node)
{
    const char *start = html_attribute(&node->v.element, "start");
    const char *type = html_attribute(&node->v.element, "type");
    if (page->list_count < HTML_LISTS) {
        page->lists[page->list_count++] = (html_list){
            .node = node,
            .number = (uint32_t)lt_numbering_read(start, 1, LT_NUMBERING_LARGEST, 1) - 1,
            .form = type != NULL ? lt_label_form_named(type) : LT_LABEL_DIGITS,
        };
    }
}

static void html_item(html_page *page, const GumboNode *node)
{
    char label[LT_LABEL_SIZE];
    html_list *list = page->list_count > 0 ? &page->lists[page->list_count - 1] : NULL;
    if (list == NULL || list->node != node->parent || list->form == LT_LABEL_NONE) {
        return;
    }
    const char *value = html_attribute(&node->v.element, "value");
    list->number = (uint32_t)lt_numbering_read(value, 1, LT_NUMBERING_LARGEST, (long)list->number + 1);
    lt_label_write(list->form, list->number, label);
    lt_sink_prefix(page->sink, label);
    lt_sink_prefix(page->sink, ". ");
}

/* The number of a note in the text, and the arrow back from the note (DPUB-ARIA, EPUB 3). */
static bool html_is_reference(const GumboElement *element)
{
    static const char *const roles[] = {"doc-noteref", "doc-backlink", "noteref", "backlink"};
    if (element->tag != GUMBO_TAG_A) {
        return false;
    }
    const char *role = html_attribute(element, "role");
    role = role != NULL ? role : html_attribute(element, "epub:type");
    for (size_t i = 0; role != NULL && i < sizeof roles / sizeof roles[0]; i++) {
        if (strcmp(role, roles[i]) == 0) {
            return true;
        }
    }
    return false;
}

static html_role html_role_of(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_TEMPLATE) {
        return HTML_LEFT_OUT;
    }
    if (node->type != GUMBO_NODE_ELEMENT) {
        return HTML_INLINE;
    }
    return html_is_reference(&node->v.element) ? HTML_LEFT_OUT : (html_role)html_roles[node->v.element.tag];
}

static bool html_is_block(html_role role)
{
    return role != HTML_INLINE && role != HTML_CELL && role != HTML_BREAK && role != HTML_LEFT_OUT;
}

static void html_enter(html_page *page, const GumboNode *node)
{
    html_role role = html_role_of(node);
    if (page->hidden == NULL && html_is_hidden(&node->v.element)) {
        page->hidden = node;
    }
    if (role == HTML_BREAK) {
        lt_sink_gap(page->sink, LT_GAP_LINE);
    } else if (html_is_block(role)) {
        lt_sink_gap(page->sink, LT_GAP_PARAGRAPH);
    }
    page->pre += role == HTML_PRE;
    if (role == HTML_LIST) {
        html_list_open(page, node);
    } else if (role == HTML_ITEM) {
        html_item(page, node);
    } else if (role == HTML_HEADING) {
        lt_sink_heading(page->sink, (unsigned)(node->v.element.tag - GUMBO_TAG_H1) + 1);
    }
}

static int html_leave(html_page *page, const GumboNode *node, leitong_error *error)
{
    html_role role = html_role_of(node);
    if (page->hidden == node) {
        page->hidden = NULL;
    }
    page->pre -= role == HTML_PRE;
    if (role == HTML_LIST && page->list_count > 0 && page->lists[page->list_count - 1].node == node) {
        page->list_count--;
    }
    if (role == HTML_ITEM || role == HTML_HEADING) {
        lt_sink_drop(page->sink);
    }
    if (role == HTML_CELL) {
        lt_sink_gap(page->sink, LT_GAP_CELL);
        return 0;
    }
    if (role == HTML_ROW) {
        return lt_sink_row(page->sink, error);
    }
    return html_is_block(role) ? lt_sink_paragraph(page->sink, error) : 0;
}

/* Lines of <pre>. */
static int html_lines(lt_sink *sink, const char *text, leitong_error *error)
{
    for (;;) {
        size_t size = strcspn(text, "\n");
        LT_TRY(lt_sink_text(sink, text, size, error));
        if (text[size] == '\0') {
            return 0;
        }
        lt_sink_gap(sink, text[size + 1] == '\n' ? LT_GAP_PARAGRAPH : LT_GAP_LINE);
        text += size + 1;
    }
}

static int html_text(html_page *page, const GumboNode *node, leitong_error *error)
{
    const char *text = node->v.text.text;
    if (page->hidden != NULL) {
        lt_sink_hide(page->sink, text, strlen(text));
        return 0;
    }
    return page->pre > 0 ? html_lines(page->sink, text, error) : lt_sink_words(page->sink, text, strlen(text), error);
}

static const GumboVector *html_children(const GumboNode *node)
{
    return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children : &node->v.element.children;
}

static bool html_has_children(const GumboNode *node)
{
    return (node->type == GUMBO_NODE_DOCUMENT || node->type == GUMBO_NODE_ELEMENT) &&
           html_role_of(node) != HTML_LEFT_OUT && html_children(node)->length > 0;
}

/* The tree in document order, without recursion: hostile ones are deep. */
static int html_walk(html_page *page, const GumboNode *root, leitong_error *error)
{
    const GumboNode *node = root;
    while (node != NULL) {
        bool is_element = node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
        if (is_element) {
            html_enter(page, node);
        } else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
                   node->type == GUMBO_NODE_CDATA) {
            LT_TRY(html_text(page, node, error));
        }
        if (html_has_children(node)) {
            node = html_children(node)->data[0];
            continue;
        }
        for (;;) {
            if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
                LT_TRY(html_leave(page, node, error));
            }
            const GumboNode *parent = node == root ? NULL : node->parent;
            if (parent == NULL) {
                return 0;
            }
            if (node->index_within_parent + 1 < html_children(parent)->length) {
                node = html_children(parent)->data[node->index_within_parent + 1];
                break;
            }
            node = parent;
        }
    }
    return 0;
}

/* ---- what the page says of itself ---- */

static int html_meta(lt_sink *sink, const GumboElement *element, leitong_error *error)
{
    static const struct {
        const char *name;
        lt_property property;
    } names[] = {{"author", LT_PROPERTY_AUTHOR},     {"dc.creator", LT_PROPERTY_AUTHOR},
                 {"pubdate", LT_PROPERTY_DATE},      {"publishdate", LT_PROPERTY_DATE},
                 {"date", LT_PROPERTY_DATE},         {"dc.date", LT_PROPERTY_DATE},
                 {"dcterms.date", LT_PROPERTY_DATE}, {"article:published_time", LT_PROPERTY_DATE}};
    const char *name = html_attribute(element, "name");
    const char *content = html_attribute(element, "content");
    name = name != NULL ? name : html_attribute(element, "property");
    for (size_t i = 0; name != NULL && content != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(names[i].name, name) == 0) {
            LT_TRY(lt_sink_property(sink, names[i].property, content, error));
        }
    }
    return 0;
}

/* <title> and <meta> of <head>. */
static int html_properties(lt_sink *sink, const GumboNode *root, leitong_error *error)
{
    const GumboVector *elements = html_children(root);
    for (unsigned i = 0; i < elements->length; i++) {
        const GumboNode *head = elements->data[i];
        bool is_head = head->type == GUMBO_NODE_ELEMENT && head->v.element.tag == GUMBO_TAG_HEAD;
        for (unsigned j = 0; is_head && j < head->v.element.children.length; j++) {
            const GumboNode *node = head->v.element.children.data[j];
            if (node->type != GUMBO_NODE_ELEMENT) {
                continue;
            }
            const GumboElement *element = &node->v.element;
            if (element->tag == GUMBO_TAG_META) {
                LT_TRY(html_meta(sink, element, error));
            } else if (element->tag == GUMBO_TAG_TITLE && element->children.length > 0) {
                const GumboNode *text = element->children.data[0];
                LT_TRY(lt_sink_property(sink, LT_PROPERTY_TITLE, text->type == GUMBO_NODE_TEXT ? text->v.text.text : "",
                                        error));
            }
        }
    }
    return 0;
}

/* ---- the page ---- */

/* gumbo knows no failure of its allocator. */
typedef struct html_memory {
    lt_arena arena;
    jmp_buf none_left;
} html_memory;

static void *html_allocate(void *context, size_t size)
{
    html_memory *memory = context;
    void *room = lt_arena_take(&memory->arena, size);
    if (room == NULL) {
        longjmp(memory->none_left, 1);
    }
    return room;
}

static void html_release(void *context, void *room)
{
    (void)context; /* all is given back at once */
    (void)room;
}

static int html_parse(html_memory *memory, const lt_decoded *decoded, lt_sink *sink, leitong_error *error)
{
    GumboOptions options = kGumboDefaultOptions;
    html_page page = {.sink = sink};
    options.allocator = html_allocate;
    options.deallocator = html_release;
    options.userdata = memory;
    options.max_errors = 0;
    if (setjmp(memory->none_left) != 0) {
        return lt_error_memory(error);
    }
    const GumboOutput *output = gumbo_parse_with_options(&options, (const char *)decoded->text, decoded->size);
    LT_TRY(html_properties(sink, output->root, error));
    return html_walk(&page, output->root, error);
}

int lt_html_tell(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink, leitong_error *error)
{
    lt_decoded decoded;
    html_memory memory = {0};
    LT_TRY(html_decode(bytes, size, encoding, &decoded, sink, error));
    int code = html_check(&decoded, sink, error);
    if (code == 0) {
        code = html_parse(&memory, &decoded, sink, error);
    }
    lt_arena_clear(&memory.arena);
    lt_decoded_clear(&decoded);
    return code;
}

int lt_html_read(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink, leitong_error *error)
{
    LT_TRY(lt_html_tell(bytes, size, encoding, sink, error));
    return lt_sink_finish(sink, error);
}
