/* family: texts planted from one form are one family, and no other text is in it; what differs in a word is another
 * form, until fills that keep coming anew show a slot; nothing depends on arrival, jobs or spilling. */
#include "match_corpus.h"

#include "base/workers.h"
#include "templates/family.h"

enum { BANDS = 17, ROWS = 4, SHINGLE = 5, MOST = 600 };

/* Texts, each its document's only paragraph unless `paragraphs` cuts it at its line ends. */
typedef struct family_sample {
    char *ids[MOST];
    char *texts[MOST];
    size_t count;
    bool forged; /* all documents have one hash */
} family_sample;

static void sample_add(family_sample *sample, const char *id, const char *text)
{
    assert_true(sample->count < MOST);
    sample->ids[sample->count] = strdup(id);
    sample->texts[sample->count] = strdup(text);
    assert_true(sample->ids[sample->count] != NULL && sample->texts[sample->count] != NULL);
    sample->count++;
}

static void sample_clear(family_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++) {
        free(sample->ids[i]);
        free(sample->texts[i]);
    }
    sample->count = 0;
}

/* Cuts the last document's paragraph into one a line. */
static void cut_lines(lt_corpus *corpus, const char *text)
{
    lt_paragraph whole = corpus->paragraphs[--corpus->paragraph_count];
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(0, corpus->lexicon, &fold, NULL), 0);
    uint64_t token = whole.token_begin;
    for (const char *at = text; *at != 0;) {
        size_t size = strcspn(at, "\n");
        lt_tokens tokens = {0};
        assert_int_equal(lt_fold_run(fold, (const uint8_t *)at, size, 0, &tokens, NULL), 0);
        if (corpus->paragraph_count == corpus->paragraph_capacity) {
            corpus->paragraph_capacity = corpus->paragraph_capacity * 2 + 64;
            corpus->paragraphs = realloc(corpus->paragraphs, corpus->paragraph_capacity * sizeof *corpus->paragraphs);
            assert_non_null(corpus->paragraphs);
        }
        if (tokens.count > 0) {
            corpus->paragraphs[corpus->paragraph_count++] = (lt_paragraph){.token_begin = token,
                                                                           .byte_begin = (uint64_t)(at - text),
                                                                           .byte_end = (uint64_t)(at - text) + size,
                                                                           .token_count = (uint32_t)tokens.count,
                                                                           .document = whole.document};
        }
        token += tokens.count;
        lt_tokens_clear(&tokens);
        at += size + (at[size] == '\n');
    }
    lt_fold_free(fold);
}

typedef struct family_found {
    lt_corpus corpus;
    lt_families families;
} family_found;

static void find_with(const family_sample *sample, size_t first, unsigned jobs, const char *folder, family_found *found)
{
    lt_candidates candidates = {0};
    lt_workers *workers = NULL;
    test_sketch sketch = {BANDS, ROWS, SHINGLE, jobs, 0};
    assert_int_equal(lt_corpus_init(&found->corpus, NULL, NULL), 0);
    assert_int_equal(lt_workers_new(jobs, &workers, NULL), 0);
    for (size_t i = 0; i < sample->count; i++) {
        size_t k = (i + first) % sample->count;
        corpus_add_text(&found->corpus, sample->ids[k], sample->texts[k]);
        cut_lines(&found->corpus, sample->texts[k]);
        lt_document *document = &found->corpus.documents[found->corpus.document_count - 1];
        lt_hash_128(sample->texts[k], strlen(sample->texts[k]), document->hash);
        document->hash[0] = sample->forged ? 1 : document->hash[0];
    }
    test_candidates(&found->corpus, &sketch, workers, &candidates);
    lt_family_options options = {.folder = folder};
    assert_int_equal(lt_family_run(&found->corpus, &candidates, &options, workers, &found->families, NULL), 0);
    lt_candidates_clear(&candidates);
    lt_workers_free(workers);
}

static void found_clear(family_found *found)
{
    lt_families_clear(&found->families);
    lt_corpus_clear(&found->corpus);
}

/* The members of family `f` as the last letters of their documents' ids. */
static void letters_of(const family_found *found, size_t f, char *letters)
{
    const lt_family *family = &found->families.items[f];
    for (uint32_t m = 0; m < family->member_count; m++) {
        const char *id = found->corpus.documents[found->families.members[family->member_begin + m].document].id;
        letters[m] = id[strlen(id) - 1];
    }
    letters[family->member_count] = 0;
}

/* The families of a unit, as words of letters parted by spaces, in the order of the list. */
static void expect(const family_sample *sample, lt_family_unit unit, const char *wanted)
{
    family_found found = {0};
    char all[4096] = "";
    char letters[MOST + 1];
    size_t size = 0;
    find_with(sample, 0, 1, NULL, &found);
    for (size_t f = 0; f < found.families.count; f++) {
        if (found.families.items[f].unit == unit) {
            letters_of(&found, f, letters);
            size += (size_t)snprintf(all + size, sizeof all - size, "%s%s", size > 0 ? " " : "", letters);
            assert_true(size < sizeof all);
        }
    }
    if (strcmp(all, wanted) != 0) {
        fail_msg("%s, not %s", all, wanted);
    }
    found_clear(&found);
}

static void expect_texts(const char *const *texts, lt_family_unit unit, const char *wanted)
{
    family_sample sample = {.count = 0};
    for (size_t i = 0; texts[i] != NULL; i++) {
        char id[2] = {(char)('a' + i), 0};
        sample_add(&sample, id, texts[i]);
    }
    expect(&sample, unit, wanted);
    sample_clear(&sample);
}

static void masked_forms_are_families(void **state)
{
    (void)state;
    static const char *const texts[] = {"第十三届全国人民代表大会第二次会议",
                                        "Received block blk_1 of size 67 from /10.1.1.1",
                                        "第十二届全国人民代表大会第一次会议",
                                        "Received block blk_-22 of size 9 from /10.1.1.2",
                                        "第十二届全国人民代表大会第一次会议。",
                                        "Deleting block blk_-22 of size 9 from /10.1.1.2",
                                        "第一",
                                        "第二",
                                        "12",
                                        "13",
                                        NULL};
    expect_texts(texts, LT_FAMILY_PARAGRAPH, "ace bd");
}

static void three_fills_make_a_slot(void **state)
{
    (void)state;
    static const char *const two[] = {"Invalid user root from 10.0.0.1", "Invalid user bob from 10.0.0.2", NULL};
    static const char *const three[] = {"Invalid user root from 10.0.0.1",      "Invalid user bob from 10.0.0.2",
                                        "Invalid user eve smith from 10.0.0.3", "Invalid user from 10.0.0.4",
                                        "Valid host ann at 10.0.0.4",           NULL};
    static const char *const edge[] = {"在计生保险工作会议上的讲话稿篇一", "在计生保险工作会议上的讲话稿篇二",
                                       "在计生保险工作会议上的讲话稿篇三", NULL};
    /* A slot swallows no word beside it: with a user it is another line. */
    static const char *const behind[] = {"failure for host 10.0.0.1",
                                         "failure for host 10.0.0.2",
                                         "failure for host 10.0.0.1 user root",
                                         "failure for host 10.0.0.2 user bob",
                                         "failure for host 10.0.0.3 user eve",
                                         "failure for host 10.0.0.4 user ann",
                                         NULL};
    /* More is left out than stays. */
    static const char *const loose[] = {"来源于湖南长沙岳麓山下", "来源于河北石家庄正定县", "来源于广东广州白云山上",
                                        NULL};
    expect_texts(two, LT_FAMILY_PARAGRAPH, "");
    expect_texts(three, LT_FAMILY_PARAGRAPH, "abcd"); /* and one may leave the slot empty */
    expect_texts(edge, LT_FAMILY_PARAGRAPH, "abc");
    expect_texts(behind, LT_FAMILY_PARAGRAPH, "ab cdef");
    expect_texts(loose, LT_FAMILY_PARAGRAPH, "");
}

/* What recurs is wording, what keeps coming anew a fill. */
static void closed_sets_are_no_slot(void **state)
{
    (void)state;
    static const char *const states[] = {"Started", "Stopped", "Paused"};
    static const char *const users[] = {"root", "admin", "boris zhang", "guest", "oracle", "ann", "postgres nine"};
    family_sample sample = {.count = 0};
    char id[4] = "a";
    char text[96];
    for (int i = 0; i < 90; i++) {
        id[0] = (char)('a' + i % 3);
        snprintf(text, sizeof text, "the machine %d in room %d was %s by us", i, i * 7 % 31, states[i % 3]);
        sample_add(&sample, id, text);
    }
    char wanted[3 * 31];
    for (int i = 0; i < 3 * 31; i++) {
        wanted[i] = (char)(i % 31 == 30 ? ' ' : 'a' + i / 31);
    }
    wanted[sizeof wanted - 1] = 0;
    expect(&sample, LT_FAMILY_PARAGRAPH, wanted);
    sample_clear(&sample);
    for (int i = 0; i < 60; i++) { /* each user ten times and each address once: user, address, port */
        snprintf(text, sizeof text, "Invalid user %s from 10.0.%d.%d port %d", users[i * i % 7], i, i * 3, 2000 + i);
        sample_add(&sample, "u", text);
    }
    for (size_t u = 0; u < sizeof users / sizeof users[0]; u++) {
        snprintf(text, sizeof text, "Invalid user %s from 10.0.0.1 port 4", users[u]);
        sample_add(&sample, "u", text);
    }
    char all[68];
    memset(all, 'u', sizeof all - 1);
    all[sizeof all - 1] = 0;
    expect(&sample, LT_FAMILY_PARAGRAPH, all);
    sample_clear(&sample);
}

/* `count` different fills of `length` random Han letters in a form; the texts' ids end in `letter`. */
static void plant_fills(family_sample *sample, const char *form, size_t length, size_t count, char letter,
                        uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        char id[32];
        char fill[32] = "";
        char text[256];
        for (size_t k = 0; k < length; k++) {
            uint32_t c = 0x4E00 + (uint32_t)(test_random(seed) % 20000);
            char letters[4] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F)), 0};
            strcat(fill, letters);
        }
        snprintf(text, sizeof text, form, fill);
        snprintf(id, sizeof id, "%zu%c", i, letter);
        sample_add(sample, id, text);
    }
}

static void fills_of_any_length_make_a_slot(void **state)
{
    (void)state;
    static const char *const forms[] = {"来源：%s日报",
                                        "2026年%s省政府工作报告",
                                        "%s同志任市发展和改革委员会主任",
                                        "关于印发%s管理办法的通知",
                                        "中共%s委员会办公室文件",
                                        "出席会议的还有%s等领导同志"};
    static const size_t counts[] = {5, 12, 30};
    uint64_t seed = test_seed(47);
    unsigned whole = 0;
    unsigned cells = 0;
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        for (size_t length = 1; length <= 6; length++) {
            for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
                family_sample sample = {.count = 0};
                family_found found = {0};
                plant_fills(&sample, forms[f], length, counts[c], 'a', &seed);
                find_with(&sample, 0, 1, NULL, &found);
                whole += found.families.count == 1 && found.families.items[0].member_count == counts[c];
                cells++;
                found_clear(&found);
                sample_clear(&sample);
            }
        }
    }
    assert_true(whole * 100 >= cells * 95);
}

/* What has no form in common with a family takes nothing from it. */
static void lines_of_other_forms_take_nothing_away(void **state)
{
    (void)state;
    static const char form[] = "关于批准%s建设项目的通知";
    static const char *const others[] = {"来源：%s日报", "%s是今天的第一条消息", "请大家打开课本%s", "%s", "第十次%s"};
    uint64_t seed = test_seed(48);
    for (int round = 0; round < 40; round++) {
        family_sample sample = {.count = 0};
        family_found found = {0};
        size_t own = 3 + test_random(&seed) % 9;
        char letters[MOST + 1];
        bool there = false;
        plant_fills(&sample, form, 1 + test_random(&seed) % 4, own, 'a', &seed);
        for (size_t k = test_random(&seed) % 5 + 1; k > 0; k--) {
            plant_fills(&sample, others[k - 1], 1 + test_random(&seed) % 6, test_random(&seed) % 40, 'b', &seed);
        }
        find_with(&sample, 0, 1, NULL, &found);
        for (size_t f = 0; f < found.families.count; f++) {
            letters_of(&found, f, letters);
            there = there || (strlen(letters) == own && strspn(letters, "a") == own);
        }
        assert_true(there);
        found_clear(&found);
        sample_clear(&sample);
    }
}

static void long_texts_may_differ_more(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "会议听取和审议了总理温家宝所作的政府工作报告，充分肯定国务院的工作，同意报告的任务，决定批准这个报告。",
        "会议听取和审议了总理李克强所作的政府工作报告，高度评价改革的成就，同意报告的部署，决定批准这个报告。",
        "会议听取并审议了温家宝总理所作的政府工作报告，充分肯定国务院的工作，同意报告的目标，决定批准这个报告。",
        "今年以来我们在各项工作中取得了新的进展，也要看到面前的困难和挑战，不断改进作风，努力完成全年任务。", NULL};
    expect_texts(texts, LT_FAMILY_PARAGRAPH, "abc");
    static const char *const pair[] = {
        "郡北乘流去，花間竟日行。海魚朝滿市，江鳥夜喧城。止酒非關病，援琴不在聲。應緣五斗米，數日滯淵明。",
        "郡北乘流去，花間竟日行。海魚朝滿市，江鳥夜喧城。讓酒非關病，援琴不在聲。應緣五斗米，數日滯淵明。", NULL};
    expect_texts(pair, LT_FAMILY_PARAGRAPH, ""); /* two versions of one poem are no form */
}

static void formulas_stand_inside_longer_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "今天我们专门召开全区工作会议。刚才，裕超区长作了客观明了的报告，我完全赞同，希望大家认真学习。各乡镇要更好。",
        "春暖花开的时光里我们相聚。刚才，程凯同志安排部署了工作，讲得很好，我完全赞同。过去一年极不平凡。",
        "同志们辛苦了。刚才，陈慧娟同志分析了情况，讲得很好，我完全同意，请大家抓好落实。下面讲三点意见。",
        "上午开了林果会。刚才,某县长进行了全面回顾,我完全同意,希望大家按照要求办理。再强调五个方面。",
        "全市农业生产形势总体平稳，粮食面积有所增加，畜牧业发展较快，农民收入继续增长。",
        NULL};
    expect_texts(texts, LT_FAMILY_CLAUSE, "abcd");
}

static void clauses_are_alike_but_for_numbers(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "天气转暖以后工地都开了工。2022年，青岩县实施产业项目57个，完成投资41.3亿元，同比增长9.7%。群众看在眼里。",
        "汛期之前要把堤坝再走一遍。2021年，禾川县上马水利项目214个，完成投资38.6亿元，同比增长12.4%。水库都除了险。",
        "客商来了要有人接，走了要有人送。2018年，沅东市引进招商项目62个，完成投资57.2亿元，同比增长15.8%。"
        "这些数字是干部们一家一家跑出来的，没有哪一家是等来的。",
        "全市农业生产形势总体平稳，粮食面积有所增加，畜牧业发展较快，农民收入继续增长。", NULL};
    expect_texts(texts, LT_FAMILY_CLAUSE, "abc");
}

/* Places in three paragraphs of which two are one family show what stands in it, not a formula. */
static void a_formula_stands_in_paragraphs_of_three_classes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "全市上下紧紧围绕年初确定的目标任务，克服重重困难，推动经济社会平稳健康发展。刚才，裕超区长作了报告，我完全赞同"
        "。",
        "春暖花开的时光里我们相聚。刚才，程凯同志安排部署了工作，我完全赞同。过去一年极不平凡。",
        "全市上下紧紧围绕年初确定的目标任务，克服种种困难，推动经济社会平稳较快发展。刚才，某县长进行了回顾，我完全赞同"
        "。",
        "同志们辛苦了。刚才，陈慧娟同志分析了情况，我完全赞同。下面讲三点意见。", NULL};
    const char *const three[] = {texts[0], texts[1], texts[2], NULL};
    expect_texts(three, LT_FAMILY_CLAUSE, "");
    expect_texts(texts, LT_FAMILY_CLAUSE, "abcd");
}

static void documents_are_families_by_their_words(void **state)
{
    (void)state;
    static const char grant[] = "Permission is hereby granted free of charge to any person obtaining a copy of this "
                                "software to deal in it without restriction and to permit others to do so";
    static const char other[] = "Redistribution and use in source and binary forms with or without modification are "
                                "permitted provided that the following conditions are met by everyone";
    static const char no[] = "The software is provided as is without warranty of any kind express or implied including "
                             "but not limited to the warranties of merchantability and fitness";
    family_sample sample = {.count = 0};
    char text[2048];
    for (int i = 0; i < 8; i++) {
        const char *body = i % 2 == 0 ? grant : other;
        char id[2] = {(char)('a' + i), 0};
        /* One of them has no line ends. */
        const char *line = i == 6 ? " " : "\n";
        snprintf(text, sizeof text, "Copyright %d%s%s%s%s", 2000 + i, line, body, line, i % 2 == 0 ? no : "Thanks");
        sample_add(&sample, id, text);
    }
    expect(&sample, LT_FAMILY_DOCUMENT, "aceg bdfh");
    sample_clear(&sample);
}

/* A text of `count` random words. */
static void random_words(char *text, size_t count, uint64_t *seed)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        for (unsigned k = 0; k < 6; k++) {
            text[size++] = (char)('a' + test_random(seed) % 26);
        }
        text[size++] = ' ';
    }
    text[size] = '\0';
}

/* Documents of one form, of which some have a block of words more: by the definition one of eight words parts them,
 * where a fifth to four fifths have it, and none shorter does, whatever hashes the documents have. */
static void a_block_parts_a_family(void **state)
{
    (void)state;
    uint64_t seed = test_seed(47);
    static const struct {
        size_t block, with, without;
        const char *families;
    } cases[] = {{8, 4, 4, "abcd efgh"},      {12, 3, 9, "abc defghijkl"}, {7, 4, 4, "abcdefgh"},
                 {20, 2, 10, "abcdefghijkl"}, {20, 10, 2, "abcdefghijkl"}, {60, 5, 3, "abcde fgh"}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        family_sample sample = {.count = 0};
        char head[1024];
        char block[1024];
        char tail[1024];
        random_words(head, 40, &seed);
        random_words(block, cases[c].block, &seed);
        random_words(tail, 40, &seed);
        for (size_t i = 0; i < cases[c].with + cases[c].without; i++) {
            char id[2] = {(char)('a' + i), 0};
            char text[4096];
            snprintf(text, sizeof text, "by holder%c and others\n%s\n%s%s", (char)('a' + i), head,
                     i < cases[c].with ? block : "", tail);
            sample_add(&sample, id, text);
        }
        expect(&sample, LT_FAMILY_DOCUMENT, cases[c].families);
        sample.forged = true;
        expect(&sample, LT_FAMILY_DOCUMENT, cases[c].families);
        sample_clear(&sample);
    }
}

static void boilerplate_is_what_belongs_to_the_page(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "春天的工作从调查研究开始，干部走进了村庄。", "水利工程的质量关系到千家万户的安全。",
        "学校里新修了操场，孩子们有了运动的地方。", "老人们说起过去的事情，总是讲不完。"};
    for (int sites = 0; sites < 2; sites++) { /* four pages of one site; then each in a folder of its own */
        family_sample pages = {.count = 0};
        for (int i = 0; i < 4; i++) {
            char id[32];
            char page[2048];
            snprintf(id, sizeof id, "%c/%c", sites ? 'k' + i : 's', 'a' + i);
            snprintf(page, sizeof page, "首页 新闻 论坛\n%s\n%s\n%s\n版权所有 %d 未经许可不得转载\n", bodies[i],
                     bodies[i], bodies[i], 2000 + i);
            sample_add(&pages, id, page);
        }
        expect(&pages, LT_FAMILY_BOILERPLATE, sites ? "" : "abcd abcd");
        sample_clear(&pages);
    }
    family_sample sample = {.count = 0};
    char text[4096] = "";
    static const char *const users[] = {"webmaster", "root", "bob", "eve", "ann",
                                        "tom",       "sue",  "jim", "kim", "webmaster"};
    for (int line = 0; line < 10;
         line++) { /* a line of a form with slots, that is the first and the last, is no mark */
        snprintf(text + strlen(text), sizeof text - strlen(text), "Invalid user %s from 10.0.0.%d\n", users[line],
                 line);
    }
    sample_add(&sample, "a", text);
    expect(&sample, LT_FAMILY_BOILERPLATE, "");
    sample_clear(&sample);
    text[0] = 0;
    for (int page = 1; page <= 2; page++) {
        for (int line = 0; line < 10; line++) {
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s\n", page == 1 ? bodies[0] : bodies[1]);
        }
        snprintf(text + strlen(text), sizeof text - strlen(text), "共2页，当前第%d页\n", page);
    }
    sample_add(&sample, "a", text);
    expect(&sample, LT_FAMILY_BOILERPLATE, "aa");
    sample_clear(&sample);
}

/* Planted log lines: `forms` forms of words of their own, with numbers and one slot of a word. */
static void plant(family_sample *sample, size_t forms, size_t lines, uint64_t *seed)
{
    for (size_t i = 0; i < lines; i++) {
        size_t form = test_random(seed) % forms;
        char id[32];
        char text[256];
        snprintf(id, sizeof id, "%06u%c", (unsigned)(test_random(seed) % 1000000), (char)('a' + form));
        snprintf(text, sizeof text, "Form%c begins here by word%x and goes on to %u with nothing%c", (char)('a' + form),
                 (unsigned)(test_random(seed) % 4096) + 10, (unsigned)(test_random(seed) % 100), (char)('a' + form));
        sample_add(sample, id, text);
    }
}

static void planted_forms_are_found_whole(void **state)
{
    (void)state;
    uint64_t seed = test_seed(43);
    for (int round = 0; round < 10; round++) {
        family_sample sample = {.count = 0};
        family_found found = {0};
        char letters[MOST + 1];
        size_t forms = 1 + test_random(&seed) % 12;
        plant(&sample, forms, 40 * forms, &seed);
        size_t planted[26] = {0};
        for (size_t i = 0; i < sample.count; i++) {
            planted[sample.ids[i][strlen(sample.ids[i]) - 1] - 'a']++;
        }
        find_with(&sample, 0, 1, NULL, &found);
        size_t families = 0;
        for (size_t f = 0; f < found.families.count; f++) {
            if (found.families.items[f].unit == LT_FAMILY_PARAGRAPH) {
                letters_of(&found, f, letters);
                assert_int_equal(strspn(letters, (char[]){letters[0], 0}), strlen(letters));
                assert_int_equal(strlen(letters), planted[letters[0] - 'a']);
                families++;
            }
        }
        assert_int_equal(families, forms);
        found_clear(&found);
        sample_clear(&sample);
    }
}

static void nothing_depends_on_arrival_jobs_or_folder(void **state)
{
    (void)state;
    uint64_t seed = test_seed(44);
    family_sample sample = {.count = 0};
    family_found one = {0};
    plant(&sample, 9, 300, &seed);
    find_with(&sample, 0, 1, NULL, &one);
    assert_true(one.families.count > 0);
    for (int round = 0; round < 3; round++) {
        family_found other = {0};
        find_with(&sample, 1 + test_random(&seed) % 299, round + 1U, round == 1 ? "/tmp" : NULL, &other);
        assert_int_equal(other.families.count, one.families.count);
        assert_int_equal(other.families.member_count, one.families.member_count);
        for (size_t i = 0; i < one.families.count; i++) { /* field by field: what lies between them is nobody's */
            const lt_family *a = &one.families.items[i];
            const lt_family *b = &other.families.items[i];
            assert_true(a->member_begin == b->member_begin && a->member_count == b->member_count);
            assert_true(a->documents == b->documents && a->unit == b->unit && a->level == b->level);
        }
        assert_memory_equal(other.families.members, one.families.members,
                            one.families.member_count * sizeof *one.families.members);
        found_clear(&other);
    }
    found_clear(&one);
    sample_clear(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masked_forms_are_families),
        cmocka_unit_test(three_fills_make_a_slot),
        cmocka_unit_test(closed_sets_are_no_slot),
        cmocka_unit_test(fills_of_any_length_make_a_slot),
        cmocka_unit_test(lines_of_other_forms_take_nothing_away),
        cmocka_unit_test(long_texts_may_differ_more),
        cmocka_unit_test(formulas_stand_inside_longer_text),
        cmocka_unit_test(clauses_are_alike_but_for_numbers),
        cmocka_unit_test(a_formula_stands_in_paragraphs_of_three_classes),
        cmocka_unit_test(documents_are_families_by_their_words),
        cmocka_unit_test(a_block_parts_a_family),
        cmocka_unit_test(boilerplate_is_what_belongs_to_the_page),
        cmocka_unit_test(planted_forms_are_found_whole),
        cmocka_unit_test(nothing_depends_on_arrival_jobs_or_folder),
    };
    return cmocka_run_group_tests_name("family", tests, NULL, NULL);
}
