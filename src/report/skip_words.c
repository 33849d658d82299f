#include "report/skip_words.h"

#include "leitong/report.h"

#include <stddef.h>
#include <string.h>

typedef struct skip_word {
    const char *word;
    const char *said[2]; /* in English, in Chinese */
} skip_word;

static const skip_word skip_kinds[] = {
    {"file", {"file", "文件"}},
    {"record", {"record", "记录"}},
    {"metadata", {"metadata row", "元数据行"}},
    {"document", {"document", "文档"}},
    {"paragraph", {"paragraph", "段落"}},
    {"text", {"text", "文字"}},
    {"family", {"family", "同式文本组"}},
};

static const skip_word skip_reasons[] = {
    {"unreadable", {"can’t be read", "无法读取"}},
    {"damaged", {"is damaged, or not what its name says", "文件损坏，或与其名称不符"}},
    {"encrypted", {"is protected by a password", "有密码保护"}},
    {"no_reader", {"is of a format that nothing here reads", "没有能读这种格式的程序"}},
    {"no_text", {"holds pictures and no text", "只有图像，没有文字"}},
    {"unsafe_name", {"has a name that leads out of its archive", "压缩包内的名称指向包外"}},
    {"nested_archive", {"is an archive too deep in others", "压缩包嵌套过深"}},
    {"time_limit", {"took too long to read", "读取超时"}},
    {"memory_limit", {"needs too much memory", "读取所需内存过多"}},
    {"reader_failed", {"made its reader fail", "读取程序出错"}},
    {"hidden", {"is hidden", "隐藏文字"}},
    {"running_header", {"is headers, footers, page numbers", "页眉、页脚、页码"}},
    {"seen_through",
     {"holds look-alike or zero-width characters, which were seen through", "含形似字母或零宽字符，已识破"}},
    {"broken_word", {"breaks words at line ends, which are read whole", "行末断开的单词已接上"}},
    {"line_number", {"is a column of line numbers", "行号列"}},
    {"replaced", {"is bytes that do not decode, read as U+FFFD", "不能解码的字节，以 U+FFFD 代替"}},
    {"attachment", {"is attachments", "附件"}},
    {"not_csv", {"is no CSV", "不是 CSV"}},
    {"unknown_type", {"is of no known type of text", "不是可识别的文本类型"}},
    {"not_a_file", {"is no regular file", "不是普通文件"}},
    {"symlink_loop", {"is a loop of symbolic links", "符号链接成环"}},
    {"repeated_file", {"is a file met before", "同一文件再次出现"}},
    {"repeated_folder", {"is a folder met before", "同一文件夹再次出现"}},
    {"result_directory", {"is a result directory of leitong", "是本工具写出的结果目录"}},
    {"not_json", {"is not JSON", "不是 JSON"}},
    {"invalid_bytes", {"holds bytes that are not of its encoding", "含不合编码的字节"}},
    {"encoding_uncertain", {"has an encoding that can’t be told", "无法确定编码"}},
    {"lone_surrogate", {"holds a lone surrogate", "含孤立代理码位"}},
    {"line_too_long", {"has too long a line", "行过长"}},
    {"no_text_field", {"has no text field", "没有正文字段"}},
    {"text_not_string", {"has a text field that is no string", "正文字段不是字符串"}},
    {"bad_id", {"has a bad id", "编号无效"}},
    {"bad_date", {"has a date that no calendar has", "日期不存在"}},
    {"repeated_field", {"has a field twice", "同一字段出现两次"}},
    {"no_such_document", {"names no document", "没有对应的文档"}},
    {"crowded",
     {"has more candidates than were compared, none of them alike", "候选过多，只比对了一部分，其中没有近似段落"}},
    {"no_tokens", {"has no token", "没有可比较的字词"}},
    {"too_large", {"is too large", "太大"}},
    {"full", {"is full, and took no more", "已满，未再收入"}},
};

static const char *skip_said(const skip_word *words, size_t count, const char *word, bool is_zh)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return words[i].said[is_zh];
        }
    }
    return NULL;
}

const char *lt_skip_words(const char *word, bool is_zh)
{
    const char *said = skip_said(skip_kinds, sizeof skip_kinds / sizeof skip_kinds[0], word, is_zh);
    said = said != NULL ? said : skip_said(skip_reasons, sizeof skip_reasons / sizeof skip_reasons[0], word, is_zh);
    return said != NULL ? said : word;
}

const char *leitong_report_skip(const char *word, const char *lang)
{
    return lt_skip_words(word, lang != NULL && strcmp(lang, "zh") == 0);
}
