/* gen_text: Chinese-like text of any size with a known share of near-copies, the same on every machine.
 *
 * Enters: options (gen_text --help). Leaves: text on stdout or in a folder; on stderr one line with what was written.
 * Words of two to four characters are drawn by the Zipf-Mandelbrot law (p ~ 1 / (rank + 20), 32,768 words; the first
 * are words of the genre, a sixteenth of the rest are numbers, the rest are made of common characters) with integer
 * arithmetic alone (SplitMix64; alias table after Vose 1991). A near-copy repeats one of the last 64 paragraphs written
 * and replaces up to 5 % of its words: Jaccard of 5-token shingles about 0.75 to 1. */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WORDS 32768U
#define WORD_BYTES 15U
#define RING 64U
#define PARAGRAPH_MIN 29U /* words; the mean, 57, makes about 150 characters */
#define PARAGRAPH_SPAN 57U
#define CHAIN_WORDS 60U
#define CHAIN_STEP 7U        /* neighbours share 53 of 67 words, the next but one 46 of 74 */
#define DOCUMENT_BYTES 9000U /* 3,000 characters */
#define BUFFER_BYTES (1U << 20)
#define PARAGRAPH_BYTES 4096U /* of output, more than any paragraph takes */

static const char characters[] = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
                                 "也能下过子说产种面而方后多定行学法所民得经十三之进着等"
                                 "部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
                                 "其些然前外天政四日那社义事平形相全表间样与关各重新线内"
                                 "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
                                 "已通并提直题党程展五果料象员革位入常文总次品式活设及管"
                                 "特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干"
                                 "做必战先回则任取据处队南给色光门即保治北造百规热领七海"
                                 "口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花"
                                 "带安场身车例真务具万每目至达走积示议声报斗完类八离华名"
                                 "确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持"
                                 "音众书布复容儿须际商非验连断深难近矿千周委素技备半办青"
                                 "省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯"
                                 "院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火"
                                 "住调满县局照参红细引听该铁价严";

static const char *const genre[] = {
    "发展",     "工作",     "建设",     "推进",     "加强",     "坚持",     "全面",   "经济",   "社会",
    "服务",     "人民群众", "提升",     "落实",     "实现",     "项目",     "改革",   "创新",   "产业",
    "城市",     "乡村",     "完成",     "重点",     "加快",     "政府",     "我们",   "持续",   "深入",
    "积极",     "保障",     "农业",     "生态",     "环境",     "治理",     "高质量", "增长",   "同志们",
    "企业",     "投资",     "教育",     "安全",     "体系",     "能力",     "机制",   "管理",   "促进",
    "统筹",     "扎实",     "有效",     "不断",     "确保",     "基层",     "干部",   "责任",   "任务",
    "目标",     "十四五",   "一批",     "优化",     "营商环境", "科技",     "文化",   "旅游",   "就业",
    "医疗",     "养老",     "民生",     "改善",     "基础设施", "交通",     "水利",   "能源",   "绿色",
    "低碳",     "转型",     "升级",     "开放",     "合作",     "招商引资", "园区",   "示范区", "试点",
    "监督",     "执法",     "法治",     "队伍",     "作风",     "廉政",     "学习",   "贯彻",   "精神",
    "会议",     "报告",     "审议",     "代表",     "委员",     "意见",     "建议",   "去年",   "今年",
    "以来",     "取得",     "成效",     "显著",     "稳步",     "大力",     "进一步", "切实",   "着力",
    "牢固树立", "突出",     "强化",     "健全",     "完善",     "构建",     "打造",   "培育",   "引进",
    "支持",     "鼓励",     "帮扶",     "脱贫攻坚", "乡村振兴", "粮食",     "耕地",   "农民",   "增收",
    "市场",     "主体",     "财政",     "收入",     "税收",     "金融",     "风险",   "防范",   "化解",
    "稳定",     "和谐",     "平安",     "信访",     "矛盾",     "应急",     "消防",   "食品",   "药品",
    "质量",     "标准",     "品牌",     "消费",     "出口",     "物流",     "数字",   "智能",   "平台",
    "数据",     "网络",     "信息",     "人才",     "高校",     "研发",     "成果",   "转化",   "攻坚克难",
    "狠抓落实", "真抓实干", "凝心聚力", "砥砺前行", "统一思想", "提高认识", "压实",   "考核",   "督查",
};

typedef struct word {
    char bytes[WORD_BYTES];
    uint8_t size;
} word;

typedef struct paragraph {
    uint16_t words[PARAGRAPH_MIN + PARAGRAPH_SPAN];
    uint8_t marks[PARAGRAPH_MIN + PARAGRAPH_SPAN]; /* behind the word */
    unsigned count;
} paragraph;

static const char *const mark_text[] = {"", "，", "、", "；", "。"};
enum { MARK_NONE, MARK_COMMA, MARK_PAUSE, MARK_SEMICOLON, MARK_STOP };

typedef enum layout { LAYOUT_LINES, LAYOUT_JSONL, LAYOUT_FILES } layout;
typedef enum plan { PLAN_BYTES, PLAN_COPIES, PLAN_UNRELATED, PLAN_CHAIN } plan;

typedef struct generator {
    /* what was asked for */
    plan plan;
    layout layout;
    const char *folder;
    uint64_t amount; /* bytes, or paragraphs */
    uint64_t near_millionths;
    uint64_t random; /* state */
    /* the vocabulary */
    word words[WORDS];
    uint32_t alias_limit[WORDS];
    uint16_t alias[WORDS];
    /* what was written */
    uint64_t bytes, paragraphs, copies, documents;
    paragraph ring[RING];
    unsigned ring_count;
    /* the output */
    FILE *file;
    char *buffer;
    size_t used;
    size_t document_bytes; /* of the document begun; 0 between documents */
    bool failed;
} generator;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t gen_random(generator *gen)
{
    uint64_t z = gen->random += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static inline unsigned gen_below(generator *gen, unsigned limit)
{
    return (unsigned)(((gen_random(gen) >> 32) * limit) >> 32);
}

static inline uint16_t gen_word(generator *gen)
{
    uint64_t x = gen_random(gen);
    size_t slot = (size_t)(x >> 49); /* 15 bits: WORDS */
    return (uint32_t)x < gen->alias_limit[slot] ? (uint16_t)slot : gen->alias[slot];
}

static void gen_number(generator *gen, word *ret_word)
{
    static const char *const units[] = {"个", "家", "项", "万人", "%", "公里"};
    int size = 0;
    switch (gen_below(gen, 3)) {
    case 0:
        size = snprintf(ret_word->bytes, WORD_BYTES, "%u年", 1949 + gen_below(gen, 100));
        break;
    case 1:
        size = snprintf(ret_word->bytes, WORD_BYTES, "%u.%u%%", gen_below(gen, 100), gen_below(gen, 10));
        break;
    default:
        size = snprintf(ret_word->bytes, WORD_BYTES, "%u%s", 1 + gen_below(gen, 9999), units[gen_below(gen, 6)]);
        break;
    }
    ret_word->size = (uint8_t)size;
}

static void gen_vocabulary(generator *gen)
{
    const size_t letters = (sizeof characters - 1) / 3;
    const size_t given = sizeof genre / sizeof genre[0];
    for (size_t i = 0; i < WORDS; i++) {
        word *w = &gen->words[i];
        if (i < given) {
            w->size = (uint8_t)strlen(genre[i]);
            memcpy(w->bytes, genre[i], w->size);
            continue;
        }
        if (i % 16 == 0) {
            gen_number(gen, w);
            continue;
        }
        unsigned kind = gen_below(gen, 10); /* most words have two characters */
        unsigned length = kind < 6 ? 2 : kind < 8 ? 3 : 4;
        for (unsigned k = 0; k < length; k++) {
            memcpy(w->bytes + 3 * k, characters + 3 * (size_t)gen_below(gen, (unsigned)letters), 3);
        }
        w->size = (uint8_t)(3 * length);
    }
}

/* Vose's alias table over integer weights. */
static void gen_alias(generator *gen)
{
    static uint64_t weight[WORDS];
    static uint16_t small[WORDS];
    static uint16_t large[WORDS];
    size_t smalls = 0;
    size_t larges = 0;
    uint64_t total = 0;
    for (size_t i = 0; i < WORDS; i++) {
        weight[i] = (UINT64_C(1) << 32) / (i + 20);
        total += weight[i];
    }
    for (size_t i = 0; i < WORDS; i++) {
        weight[i] *= WORDS; /* the mean is now `total` */
        if (weight[i] < total) {
            small[smalls++] = (uint16_t)i;
        } else {
            large[larges++] = (uint16_t)i;
        }
    }
    while (smalls > 0 && larges > 0) {
        uint16_t low = small[--smalls];
        uint16_t high = large[larges - 1];
        gen->alias_limit[low] = (uint32_t)((unsigned __int128)weight[low] * UINT32_MAX / total);
        gen->alias[low] = high;
        weight[high] -= total - weight[low];
        if (weight[high] < total) {
            larges--;
            small[smalls++] = high;
        }
    }
    while (larges > 0) {
        uint16_t left = large[--larges];
        gen->alias_limit[left] = UINT32_MAX;
        gen->alias[left] = left;
    }
    while (smalls > 0) {
        uint16_t left = small[--smalls];
        gen->alias_limit[left] = UINT32_MAX;
        gen->alias[left] = left;
    }
}

/* Clauses of 3 to 10 words, sentences of 1 to 4 clauses. */
static void gen_marks(generator *gen, paragraph *p)
{
    unsigned at = 0;
    unsigned clauses = 0;
    memset(p->marks, MARK_NONE, p->count);
    while (at < p->count) {
        uint64_t x = gen_random(gen);
        if (clauses == 0) {
            clauses = 1 + (unsigned)(x & 3);
        }
        at += 3 + (unsigned)((x >> 8) & 7);
        clauses--;
        if (at < p->count) {
            unsigned kind = (unsigned)((x >> 16) & 15);
            p->marks[at - 1] = (uint8_t)(clauses == 0 ? MARK_STOP
                                         : kind == 0  ? MARK_SEMICOLON
                                         : kind < 3   ? MARK_PAUSE
                                                      : MARK_COMMA);
        }
    }
    p->marks[p->count - 1] = MARK_STOP;
}

static void gen_original(generator *gen, paragraph *p)
{
    p->count = PARAGRAPH_MIN + gen_below(gen, PARAGRAPH_SPAN);
    for (unsigned i = 0; i < p->count; i++) {
        p->words[i] = gen_word(gen);
    }
    gen_marks(gen, p);
}

static void gen_near_copy(generator *gen, paragraph *p)
{
    unsigned filled = gen->ring_count < RING ? gen->ring_count : RING;
    *p = gen->ring[gen_below(gen, filled)];
    unsigned changes = gen_below(gen, p->count / 20 + 1);
    for (unsigned i = 0; i < changes; i++) {
        p->words[gen_below(gen, p->count)] = gen_word(gen);
    }
}

static void gen_flush(generator *gen)
{
    if (gen->used > 0 && fwrite(gen->buffer, 1, gen->used, gen->file) != gen->used) {
        gen->failed = true;
    }
    gen->used = 0;
}

static void gen_put(generator *gen, const char *text, size_t size)
{
    memcpy(gen->buffer + gen->used, text, size);
    gen->used += size;
}

static void gen_open_document(generator *gen)
{
    char head[64];
    gen->documents++;
    if (gen->layout == LAYOUT_JSONL) {
        int size = snprintf(head, sizeof head, "{\"id\":\"d%08" PRIu64 "\",\"text\":\"", gen->documents);
        gen_put(gen, head, (size_t)size);
    } else if (gen->layout == LAYOUT_FILES) {
        char path[4096];
        snprintf(path, sizeof path, "%s/d%08" PRIu64 ".txt", gen->folder, gen->documents);
        gen->file = fopen(path, "wb");
        if (gen->file == NULL) {
            perror(path);
            exit(4);
        }
    }
}

static void gen_close_document(generator *gen)
{
    if (gen->document_bytes == 0) {
        return;
    }
    gen->document_bytes = 0;
    if (gen->layout == LAYOUT_JSONL) {
        gen_put(gen, "\"}\n", 3);
    } else if (gen->layout == LAYOUT_FILES) {
        gen_flush(gen);
        if (fclose(gen->file) != 0) {
            gen->failed = true;
        }
        gen->file = NULL;
    }
}

/* Writes a paragraph, with `number` (unless 0) in its middle. */
static void gen_write(generator *gen, const paragraph *p, uint64_t number)
{
    if (gen->used > BUFFER_BYTES - PARAGRAPH_BYTES) {
        gen_flush(gen);
    }
    if (gen->document_bytes == 0) {
        gen_open_document(gen);
    } else if (gen->layout == LAYOUT_JSONL) {
        gen_put(gen, "\\n", 2);
    }
    char *begin = gen->buffer + gen->used;
    char *at = begin;
    for (unsigned i = 0; i < p->count; i++) {
        const word *w = &gen->words[p->words[i]];
        memcpy(at, w->bytes, WORD_BYTES); /* a fixed length is one instruction; the rest is written over */
        at += w->size;
        if (number != 0 && i == p->count / 2) {
            at += sprintf(at, "%" PRIu64, number);
        }
        if (p->marks[i] != MARK_NONE) {
            memcpy(at, mark_text[p->marks[i]], 3);
            at += 3;
        }
    }
    gen->used += (size_t)(at - begin);
    if (gen->layout != LAYOUT_JSONL) {
        gen_put(gen, "\n", 1);
        at++;
    }
    gen->bytes += (uint64_t)(at - begin);
    gen->document_bytes += (size_t)(at - begin);
    gen->paragraphs++;
    if (gen->layout != LAYOUT_LINES && gen->document_bytes >= DOCUMENT_BYTES) {
        gen_close_document(gen);
    }
}

static void gen_run_bytes(generator *gen)
{
    paragraph copy;
    while (gen->bytes < gen->amount && !gen->failed) {
        if (gen->ring_count > 0 && gen_below(gen, 1000000) < gen->near_millionths) {
            gen_near_copy(gen, &copy);
            gen_write(gen, &copy, 0);
            gen->copies++;
        } else {
            paragraph *p = &gen->ring[gen->ring_count++ % RING];
            gen_original(gen, p);
            gen_write(gen, p, 0);
        }
    }
}

static void gen_run_paragraphs(generator *gen)
{
    paragraph p = {.count = 0};
    for (uint64_t i = 0; i < gen->amount && !gen->failed; i++) {
        if (i == 0 || gen->plan == PLAN_UNRELATED) {
            gen_original(gen, &p);
        }
        if (gen->plan == PLAN_CHAIN) {
            /* A window that slides over an endless text: so each paragraph is near its neighbours alone. */
            unsigned keep = i == 0 ? 0 : CHAIN_WORDS - CHAIN_STEP;
            p.count = CHAIN_WORDS;
            memmove(p.words, p.words + CHAIN_STEP, keep * sizeof p.words[0]);
            for (unsigned k = keep; k < CHAIN_WORDS; k++) {
                p.words[k] = gen_word(gen);
            }
            gen_marks(gen, &p);
        }
        gen_write(gen, &p, gen->plan == PLAN_COPIES ? i + 1 : 0);
        gen->copies += gen->plan == PLAN_COPIES && i > 0;
    }
}

static const char usage[] =
    "usage: gen_text (--bytes N | --copies N | --unrelated N | --chain N) [--seed S] [--near-share R]\n"
    "                [--lines | --jsonl | --files DIR]\n"
    "  --bytes N       N bytes of text (suffix K, M, G: 1024, …)\n"
    "  --copies N      one paragraph N times, differing in one number\n"
    "  --unrelated N   N paragraphs that have nothing to do with one another\n"
    "  --chain N       N paragraphs, each near only its neighbours\n"
    "  --seed S        default 1\n"
    "  --near-share R  with --bytes: share of paragraphs that are near-copies, 0 to 1, default 0.1\n"
    "  --lines         one text on stdout, a paragraph a line (default)\n"
    "  --jsonl         JSON Lines on stdout, documents of about 3,000 characters\n"
    "  --files DIR     the same documents as files in DIR\n";

static _Noreturn void gen_usage(const char *about)
{
    fprintf(stderr, "gen_text: %s\n%s", about, usage);
    exit(2);
}

static uint64_t gen_amount(const char *text)
{
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (end == text || errno != 0 || end[shift > 0] != '\0' || value > UINT64_MAX >> shift) {
        gen_usage("not a number");
    }
    return value << shift;
}

/* A decimal fraction in millionths, without floating point. */
static uint64_t gen_millionths(const char *text)
{
    uint64_t value = 0;
    uint64_t unit = 1000000;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && value <= unit; at++) {
        value += (uint64_t)(*at - '0') * unit;
    }
    if (*at == '.') {
        for (at++; *at >= '0' && *at <= '9'; at++) {
            unit /= 10;
            value += (uint64_t)(*at - '0') * unit;
        }
    }
    if (at == text || *at != '\0' || value > 1000000) {
        gen_usage("--near-share goes from 0 to 1");
    }
    return value;
}

static void gen_options(generator *gen, int argc, char **argv)
{
    static const char *const plans[] = {"--bytes", "--copies", "--unrelated", "--chain"};
    bool planned = false;
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i];
        if (strcmp(name, "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (strcmp(name, "--lines") == 0 || strcmp(name, "--jsonl") == 0) {
            gen->layout = name[2] == 'l' ? LAYOUT_LINES : LAYOUT_JSONL;
            continue;
        }
        const char *value = i + 1 < argc ? argv[++i] : NULL;
        if (value == NULL) {
            gen_usage("an unknown option, or its value is missing");
        }
        bool known = false;
        for (unsigned k = 0; k < 4; k++) {
            if (strcmp(name, plans[k]) == 0) {
                gen->plan = (plan)k;
                gen->amount = gen_amount(value);
                known = planned = true;
            }
        }
        if (strcmp(name, "--seed") == 0) {
            gen->random = gen_amount(value);
        } else if (strcmp(name, "--near-share") == 0) {
            gen->near_millionths = gen_millionths(value);
        } else if (strcmp(name, "--files") == 0) {
            gen->layout = LAYOUT_FILES;
            gen->folder = value;
        } else if (!known) {
            gen_usage("unknown option");
        }
    }
    if (!planned) {
        gen_usage("say how much");
    }
}

int main(int argc, char **argv)
{
    generator *gen = calloc(1, sizeof *gen);
    char *buffer = malloc(BUFFER_BYTES + WORD_BYTES);
    if (gen == NULL || buffer == NULL) {
        perror("gen_text");
        free(gen);
        free(buffer);
        return 4;
    }
    gen->buffer = buffer;
    gen->file = stdout;
    gen->random = 1;
    gen->near_millionths = 100000;
    gen_options(gen, argc, argv);
    if (gen->layout == LAYOUT_FILES && mkdir(gen->folder, 0777) != 0 && errno != EEXIST) {
        perror(gen->folder);
        exit(4);
    }
    gen_vocabulary(gen);
    gen_alias(gen);
    if (gen->plan == PLAN_BYTES) {
        gen_run_bytes(gen);
    } else {
        gen_run_paragraphs(gen);
    }
    gen_close_document(gen);
    if (gen->layout != LAYOUT_FILES) {
        gen_flush(gen);
        gen->failed |= fflush(stdout) != 0;
    }
    fprintf(stderr,
            "gen_text: %" PRIu64 " bytes, %" PRIu64 " documents, %" PRIu64 " paragraphs, %" PRIu64 " of them copies\n",
            gen->bytes, gen->documents, gen->paragraphs, gen->copies);
    bool failed = gen->failed;
    free(gen->buffer);
    free(gen);
    if (failed) {
        fprintf(stderr, "gen_text: can't write\n");
    }
    return failed ? 4 : 0;
}
