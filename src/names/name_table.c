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
    table_words titles, offices, compounds;
};

static const char table_levels[] = "省市县縣区區州盟旗镇鎮乡鄉村";
static const char table_bodies[] = "局厅廳委院";

/* Prepositions, pronouns, particles, verbs of speech and motion that stand beside names. */
static const char table_borders[] =
    "的了在是和与與及或到从從向对對把将將为為由使让讓给給被比以于於但而并並则則又也都就才再还還不没沒未无無所其这這那"
    "我你他她它们們各每该該本某此全同跟按照据據经經过過去来來赴往离離至当當向说說指请請是有要会會能可应應须須需"
    "请着著地得之者个個些位名多少几幾两兩很更最已曾正即若如因故且吧呢啊吗嗎凡除自称稱叫等";

/* Before a level's character they make a common noun: 城市, 地区, 农村; of 省 市 县 州 …, of 区, of 镇 乡 村. */
static const char table_generic[] =
    "副轄辖城股楼樓汇匯超都夜开開各大中级級困强強本邻鄰外门門旧舊产產住户戶分农農渔漁民方";
static const char table_generic_area[] =
    "副地山牧灾災老特郊园園库庫矿礦辖轄省市县縣街小发發范範验驗税稅贸貿济濟政林军軍战戰禁险險校农農片展行社时時误誤盲"
    "景游遊护護作能新旧舊外内內本邻鄰远遠近上下前后後左右东東南西北城治控业業产產商住生灌林流沿边邊疆族湖海江河"
    "闹鬧库片聚集居民工办辦学學雷户戶带帶";
static const char table_generic_village[] = "副农農山渔漁乡鄉古水新旧舊老家城集市重文明小全贫貧困示范範民进進下返回";

static const char table_numerals[] = "〇零一二三四五六七八九十百千万萬亿億两兩第几幾数數半";

static const char table_ungiven[] =
    "员員会會们們的部长長委党黨政府局厅廳处處科室市县縣区區乡鄉镇鎮村组組织織领領导導责責任主席记記干"
    "群众眾业業务務同全各位和与與在是了对對为為上不人家机機关關单單项項目面油融均"
    "度量级級规規划劃策管事件次年间間之者也就都后後前";

/* Behind a level's character they make another word. */
static const char table_carries[] =
    "场場域任託托间間划劃别別分土亲親庄莊寨舍舰艦帜幟面势勢部员員友约約容井价價况況值集情音";

static const char table_offices[] = "委 委书记 委書記 委副书记 委常委 委副秘书长 委秘书长 委办 委办公室 委组织部 "
                                    "委宣传部 委政法委 委统战部 政府 人民政府 "
                                    "政府办 人大 人大常委会 政协 纪委 纪委监委 长 長 委员会 委員會 公安局 财政局 "
                                    "財政局 教育局 法院 检察院 人民法院 人民检察院";

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
    table_mark(table, table_levels, LT_NAME_LEVEL);
    table_mark(table, table_bodies, LT_NAME_BODY);
    table_mark(table, table_borders, LT_NAME_BORDER);
    table_mark(table, table_generic, LT_NAME_GENERIC);
    table_mark(table, table_generic_area, LT_NAME_GENERIC_AREA);
    table_mark(table, table_generic_village, LT_NAME_GENERIC_VILLAGE);
    table_mark(table, "的了在是和与與及或到从從向对對把将將被使让讓由于於这這那我你他她它们們各该該本某", LT_NAME_FIRM);
    table_mark(table, "州乡鄉镇鎮", LT_NAME_INNER);
    table_mark(table, "区區旗", LT_NAME_AREA);
    table_mark(table, "镇鎮乡鄉村", LT_NAME_VILLAGE);
    table_mark(table, table_numerals, LT_NAME_NUMERAL);
    table_mark(table, table_ungiven, LT_NAME_UNGIVEN);
    table_mark(table, table_carries, LT_NAME_CARRIES);
    table_read(&table->titles, lt_name_words(LT_LIST_OFFICES));
    table_read(&table->titles, lt_name_words(LT_LIST_TITLES));
    table_read(&table->titles, lt_name_words(LT_LIST_BESIDE));
    table_read(&table->offices, table_offices);
    table_read(&table->compounds, lt_name_words(LT_LIST_COMPOUNDS));
    for (size_t i = 0; i < table->titles.count; i++) {
        table->classes[table->titles.items[i].letters[0]] |= LT_NAME_TITLED;
    }
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

size_t lt_name_compound(const lt_name_table *table, const uint32_t *tokens, size_t left)
{
    return table_longest(&table->compounds, tokens, left);
}
