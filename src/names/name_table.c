#include "names/name_table.h"

#include "base/compare.h"
#include "text/name_words.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_LETTERS 0x10000U /* every character named below is in the basic plane */
#define TABLE_WORD 8           /* tokens of the longest title or office */
#define TABLE_WORDS 192

typedef struct table_word {
    uint32_t letters[TABLE_WORD];
    uint8_t count;
} table_word;

typedef struct table_words {
    table_word items[TABLE_WORDS]; /* as written: sorted by first letter once read */
    size_t count;
} table_words;

struct lt_name_table {
    uint16_t classes[TABLE_LETTERS];
    table_words titles, offices, bodies, compounds;
};

/* Prepositions, pronouns, particles, verbs of speech and motion that stand beside names. */
static const char table_borders[] =
    "的了在是和与及或到从向对把将为由使让给被比以于但而并则又也都就才再还不没未无所其这那我你他她它们各每该本某此全同跟"
    "按据经"
    "设过去来赴往离至当说指请有要会能可应须需着地得之者个些位名多少几两很更最已曾正即若如因故且吧呢啊吗凡除自称叫等";

/* Before a level's character they make a common noun: 城市, 地区, 农村; of 省 市 县 州 …, of 区, of 镇 乡 村. */
static const char table_generic[] = "副辖城股楼汇超都夜开各大中级困强本邻外门旧产住户分农渔民方";
static const char table_generic_area[] = "副地山牧灾老特郊园库矿辖省市县街小发范验税贸济政林军战禁险校农片展行社时误盲"
                                         "景游护作能新旧外内本邻远近上下前后左右东南西北"
                                         "城治控业产商住生灌流沿边疆族湖海江河闹聚集居民工办学雷户带";
static const char table_generic_village[] = "副农山渔乡古水新旧老家城集市重文明小全贫困示范民进下返回";

static const char table_ungiven[] =
    "员会们的部委党政府局厅处科室县区乡镇村组织领导责任席记干群众业务同各与在是了对为不机关单项均度级规划策管"
    "事件年间之者也就都";

/* Behind a level's character they make another word. */
static const char table_carries[] = "场域任托间划别分土亲庄寨舍舰帜面势部员友约容井价况值集情音";

static const char table_offices[] =
    "委 委书记 委副书记 委常委 委副秘书长 委秘书长 委办 委办公室 委组织部 委宣传部 委政法委 "
    "委统战部 政府 人民政府 政府办 人大 人大常委会 政协 纪委 纪委监委 委员会 公安局 财政局 "
    "教育局 应急局 法院 检察院 人民法院 人民检察院";

static const char table_bodies[] =
    "局 厅 委 院 公司 集团 银行 学校 中学 小学 大学 医院 中心 协会 学会 委员会 支队 大队 总队 "
    "办公室 联社 研究所 出版社 俱乐部 基金会";

/* The character at *at; 0 at the end. All texts above are well-formed. */
static uint32_t table_letter(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    if (*byte == 0) {
        return 0;
    }
    if (*byte < 0x80) {
        *at += 1;
        return *byte;
    }
    *at += 3;
    return (uint32_t)(*byte & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (uint32_t)(byte[2] & 0x3F);
}

static void table_mark(lt_name_table *table, const char *letters, unsigned class)
{
    for (uint32_t letter = table_letter(&letters); letter != 0; letter = table_letter(&letters)) {
        table->classes[letter] |= (uint16_t) class;
    }
}

static int table_compare(const void *a, const void *b)
{
    const table_word *left = a;
    const table_word *right = b;
    return (left->letters[0] > right->letters[0]) - (left->letters[0] < right->letters[0]);
}

static void table_read(table_words *words, const char *text)
{
    table_word word = {0};
    for (;;) {
        uint32_t letter = table_letter(&text);
        if (letter != ' ' && letter != 0) {
            word.letters[word.count++] = letter;
            continue;
        }
        if (word.count > 0 && words->count < TABLE_WORDS) {
            words->items[words->count++] = word;
        }
        word = (table_word){0};
        if (letter == 0) {
            break;
        }
    }
    qsort(words->items, words->count, sizeof words->items[0], table_compare);
}

/* The longest of the words that begins at tokens[0]. */
static size_t table_longest(const table_words *words, const uint32_t *tokens, size_t left)
{
    size_t first = 0;
    if (left == 0) {
        return 0;
    }
    LT_LOWER_BOUND(first, words->count, i, words->items[i].letters[0] < tokens[0]);
    size_t longest = 0;
    for (; first < words->count && words->items[first].letters[0] == tokens[0]; first++) {
        const table_word *word = &words->items[first];
        if (word->count > longest && word->count <= left &&
            memcmp(word->letters, tokens, word->count * sizeof *tokens) == 0) {
            longest = word->count;
        }
    }
    return longest;
}

int lt_name_table_new(lt_name_table **ret_table, leitong_error *error)
{
    lt_name_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return lt_error_memory(error);
    }
    table_mark(table, lt_name_words(LT_LIST_SURNAMES), LT_NAME_SURNAME);
    table_mark(table, lt_name_words(LT_LIST_RARER), LT_NAME_SURNAME);
    table->classes[0x5E94] = 0; /* 应: should, before a verb, far more often than a surname */
    table_mark(table, "省市县区州旗镇乡村", LT_NAME_LEVEL);
    table_mark(table, "局厅委院校处所站", LT_NAME_UNIT);
    table_mark(table, table_borders, LT_NAME_BORDER);
    table_mark(table, table_generic, LT_NAME_GENERIC);
    table_mark(table, table_generic_area, LT_NAME_GENERIC_AREA);
    table_mark(table, table_generic_village, LT_NAME_GENERIC_VILLAGE);
    table_mark(table, "区旗", LT_NAME_AREA);
    table_mark(table, "镇乡村", LT_NAME_VILLAGE);
    table_mark(table, "江河湖湾港山岛海溪岭", LT_NAME_LAND);
    table_mark(table, "我本全该", LT_NAME_OWN);
    table_mark(table, "和与及", LT_NAME_JOINS);
    table_mark(table, table_ungiven, LT_NAME_UNGIVEN);
    table_mark(table, table_carries, LT_NAME_CARRIES);
    table_read(&table->titles, lt_name_words(LT_LIST_OFFICES));
    table_read(&table->titles, lt_name_words(LT_LIST_TITLES));
    table_read(&table->titles, lt_name_words(LT_LIST_BESIDE));
    table_read(&table->offices, table_offices);
    table_read(&table->bodies, table_bodies);
    table_read(&table->compounds, lt_name_words(LT_LIST_COMPOUNDS));
    *ret_table = table;
    return 0;
}

void lt_name_table_free(lt_name_table *table)
{
    free(table);
}

unsigned lt_name_class_of(const lt_name_table *table, uint32_t token)
{
    return token < TABLE_LETTERS ? table->classes[token] : 0;
}

size_t lt_name_title(const lt_name_table *table, const uint32_t *tokens, size_t left)
{
    return table_longest(&table->titles, tokens, left);
}

size_t lt_name_office(const lt_name_table *table, const uint32_t *tokens, size_t left)
{
    return table_longest(&table->offices, tokens, left);
}

size_t lt_name_body(const lt_name_table *table, const uint32_t *tokens, size_t left)
{
    return table_longest(&table->bodies, tokens, left);
}

size_t lt_name_compound(const lt_name_table *table, const uint32_t *tokens, size_t left)
{
    return table_longest(&table->compounds, tokens, left);
}
