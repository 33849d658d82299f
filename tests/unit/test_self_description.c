/* What texts and names say of themselves: title and date, and where each is from. */
#include "test.h"
#include "text/self_description.h"

typedef struct description_case {
    const char *id, *text;
    const char *title; /* "text: …", "name: …", "" */
    const char *date;
} description_case;

static const char *const origins[] = {"", "metadata", "name", "text"};

static void shown(enum leitong_origin from, const char *text, size_t size, char *ret, size_t room)
{
    snprintf(ret, room, "%s%s%.*s", origins[from], from == LEITONG_ORIGIN_UNKNOWN ? "" : ": ",
             from == LEITONG_ORIGIN_UNKNOWN ? 0 : (int)size, text);
}

static void assert_described(const description_case *c)
{
    lt_self_description d;
    char title[400];
    char date[100];
    char written[LT_DATE_TEXT] = "";
    lt_self_describe(c->id, c->text, strlen(c->text), &d);
    if (d.date_from != LEITONG_ORIGIN_UNKNOWN) {
        lt_date_write(&d.date, written);
    }
    char whole[400];
    int size = snprintf(whole, sizeof whole, "%.*s%.*s", (int)d.title.size, d.title.text, (int)d.title_rest.size,
                        d.title_rest.text);
    shown(d.title_from, whole, (size_t)size, title, sizeof title);
    shown(d.date_from, written, strlen(written), date, sizeof date);
    if (strcmp(title, c->title) != 0 || strcmp(date, c->date) != 0) {
        fail_msg("%s, %.40s…: title \"%s\", date \"%s\"", c->id, c->text, title, date);
    }
}

/* The date of `line` below a title. */
static void assert_date_line(const char *line, const char *date)
{
    char text[2000];
    snprintf(text, sizeof text, "县长讲话\n%s\n同志们：\n今天开会。\n", line);
    assert_described(&(description_case){"a.txt", text, "text: 县长讲话", date});
}

static void titles(void **state)
{
    (void)state;
    static const description_case cases[] = {
        {"a.txt", "", "", ""},
        {"a.txt", "在全县会议上的讲话\n同志们：\n今天开会。", "text: 在全县会议上的讲话", ""},
        {"a.txt", "下载 打印 全屏 收藏\n\n政府工作报告\n各位代表：\n现在报告工作。", "text: 政府工作报告", ""},
        {"a.txt", "\n政府工作报\n告\n\n——2017年3月5日\n\n各位代表：\n", "text: 政府工作报告", "text: 2017-03-05"},
        {"a.txt", "在全县会议上的讲话\n李明\n\n同志们：\n", "text: 在全县会议上的讲话", ""},
        {"a.txt", "政府工作报告\n诗\n一行又一行\n", "text: 政府工作报告", ""},
        {"a.txt", "政府工作报告\n\n诗\n\n一行又一行\n", "text: 政府工作报告", ""},
        {"a.txt", "下载\n打印\n收藏\n首页 > 政务公开 > 讲话\n来源：县政府办\n【字号：大 中 小】\n县长讲话\n",
         "text: 县长讲话", ""},
        {"a.txt", "新闻中心 政务公开 办事服务 互动交流\n关于做好防汛工作的通知\n各乡镇：\n",
         "text: 关于做好防汛工作的通知", ""},
        {"a.txt", "国发〔2020〕5号\n国务院关于农业的意见\n", "text: 国务院关于农业的意见", ""},
        {"a.txt", "www.example.com\n# **政府工作报告**\n", "text: 政府工作报告", ""},
        {"a.txt", "---\nlayout: post\ntitle: \"Annual report\"\ndate: 2020-01-02\n---\nText.", "text: Annual report",
         "text: 2020-01-02"},
        {"a.txt", "[首页](/) > [讲话稿](/gongwen/jianghua/)\n# 县长讲话\n", "text: 县长讲话", ""},
        {"a.txt", "To: All staff\nFrom: The director\nDate: 2 January 2020\nSubject: Keys of the depot\n",
         "text: Keys of the depot", "text: 2020-01-02"},
        {"a.txt", "政 府 工 作 报 告\n各位代表：\n", "text: 政 府 工 作 报 告", ""},
        /* The text begins without a title. */
        {"a.txt", "各位代表：\n现在，我代表国务院作报告，请予审议。\n一、回顾\n", "", ""},
        {"a.txt", "一、回顾\n今年很好。", "", ""},
        {"a.txt", "第一條　本法依憲法制定之\n", "", ""},
        {"a.txt", "Permission is hereby granted, free of charge, to any person obtaining\na copy of this software.", "",
         ""},
        {"a.txt", "第十四届全国人大二次会议听取和审议了总理所作的\n政府工作报告\n。会议批准这个报告。\n", "", ""},
        {"event-emitter@0.3.7.txt",
         "Copyright (c) 2017 A. Writer\r\n\r\nPermission is hereby granted to any\r\nperson.", "", ""},
        {"dir/关于政府工作报告的决议.txt", "会议听取了报告。\n", "name: 关于政府工作报告的决议", ""},
        {"中華民國刑法/1954-07-06.txt", "第1條\t行為之處罰。\n", "name: 中華民國刑法", "name: 1954-07-06"},
        {"suspicious-document0001.txt", "it began in the middle of a line\n", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_described(&cases[i]);
    }
}

static void names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"x/20220924.txt", "name: 2022-09-24"},
        {"2018-11-05.txt.gz", "name: 2018-11-05"},
        {"a/report_2018_11_05.md", "name: 2018-11-05"},
        {"1988.txt", "name: 1988"},
        {"2019年1月14日(1).txt", "name: 2019-01-14"},
        {"2019-05.txt", "name: 2019-05"},
        {"二〇二〇年一月二日.txt", "name: 2020-01-02"},
        {"2020/a.txt", ""},
        {"2017年工作总结.txt", ""},
        {"2035年远景目标.txt", ""},
        {"20220231.txt", ""},
        {"2019-2020.txt", ""},
        {"8812.txt", ""},
        {"1234567890.txt", ""},
        {"a20220924b.txt", ""},
        {"20220924-20220930.txt", ""},
        {"v2020.5.28.1.txt", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) { /* the text has a title, the name the date */
        assert_described(&(description_case){cases[i][0], "县长讲话", "text: 县长讲话", cases[i][1]});
    }
}

static void date_lines(void **state)
{
    (void)state;
    static const char *const given[][2] = {
        {"2019年1月14日", "text: 2019-01-14"},
        {"（2019年1月14日）", "text: 2019-01-14"},
        {"二〇一九年一月十四日", "text: 2019-01-14"},
        {"中華民國一百零八年一月十四日", "text: 2019-01-14"},
        {"January 14, 2019", "text: 2019-01-14"},
        {"Monday, 14 January 2019", "text: 2019-01-14"},
        {"2019-01-14 08:30:00", "text: 2019-01-14"},
        {"2019年1月14日 星期一", "text: 2019-01-14"},
        {"（2019年1月）", "text: 2019-01"},
        {"（二〇一九年）", "text: 2019"},
        {"发布时间：2019-01-14 08:30 来源：县政府办 浏览次数：12", "text: 2019-01-14"},
        {"来源：县政府网　发布日期：2019/1/14", "text: 2019-01-14"},
        {"——2019年1月14日在县第十五届人民代表大会第三次会议上", "text: 2019-01-14"},
        {"（2019年1月14日县第十五届人大三次会议通过，自2020年1月1日起施行）", "text: 2019-01-14"},
        {"2019年1月14日 县长 周国栋", "text: 2019-01-14"},
        {"县人民政府办公室  2019年1月14日印发", "text: 2019-01-14"},
        {"沅东市人民政府 二〇一九年四月", "text: 2019-04"},
        {"沅东市发展和改革委员会　2019年4月", "text: 2019-04"},
        /* No date of the document. */
        {"主要经济指标 2019年4月", ""},
        {"沅东市人民政府2019年4月", ""},
        {"沅东市人民政府 2019-04", ""},
        {"沅东市人民政府 2019年", ""},
        {"沅东市人民政府 2019年4月工作要点", ""},
        {"会议听取了沅东市人民政府、沅东市发展和改革委员会 2019年4月", ""},
        {"2019年1月14日，我们召开了会议。", ""},
        {"2016—2020年", ""},
        {"（2016年1月—2020年1月）", ""},
        {"自2019年1月14日起施行", ""},
        {"施行日期：2019-01-14", ""},
        {"有效期至：2019-01-14", ""},
        {"2019年2月30日", ""},
        {"2019年1月14日 2019年1月15日", ""},
        {"编号 20190114", ""},
        {"2019", ""},
        {"2019年工作回顾", ""},
        {"我们在2019年1月14日", ""},
        {"We met on January 14, 2019", ""},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        assert_date_line(given[i][0], given[i][1]);
    }
}

/* Only ten lines at either end count, and a name's month or year yields to a day in it. */
static void places_of_dates(void **state)
{
    (void)state;
    char text[40000] = "县长讲话\n";
    static const char sentence[] = "今天我们在这里召开会议，任务很重。\n";
    size_t size = strlen(text);
    for (int i = 0; i < 30; i++) {
        memcpy(text + size, sentence, sizeof sentence);
        size += strlen(sentence);
        if (i == 14) {
            size += (size_t)snprintf(text + size, sizeof text - size, "2001年2月3日\n");
        }
    }
    assert_described(&(description_case){"a.txt", text, "text: 县长讲话", ""});
    (void)snprintf(text + size, sizeof text - size, "县政府办公室\n2019年1月14日\n");
    assert_described(&(description_case){"a.txt", text, "text: 县长讲话", "text: 2019-01-14"});
    assert_described(&(description_case){"2019.txt", text, "text: 县长讲话", "text: 2019-01-14"});
    assert_described(&(description_case){"2018.txt", text, "text: 县长讲话", "name: 2018"});
    assert_described(&(description_case){"2019-01-15.txt", text, "text: 县长讲话", "name: 2019-01-15"});
    memset(text, 'x', sizeof text - 1); /* one endless line */
    text[sizeof text - 1] = '\0';
    assert_described(&(description_case){"a.txt", text, "", ""});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles),
        cmocka_unit_test(names),
        cmocka_unit_test(date_lines),
        cmocka_unit_test(places_of_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
