/* gen_decode_guess: writes how common characters are, for decode_guess.c.
 *
 * Input: the path of the file to write; the build machine's iconv. Output: guess_class, a class for each code point of
 * the first plane, and guess_costs, what a character of a class costs in simplified Chinese, traditional Chinese,
 * Japanese and Korean text: −log2 of its probability in tenths of a bit. The commonest letters stand below in falling
 * order of use; for the rest the national standards themselves say it: their first level was drawn up as what is in
 * daily use. Costs are coarse on purpose: they hold for speeches, statutes and poems. The 120 commonest letters make up
 * two fifths of Chinese text, so one of them costs 8 bits. Errors: exit 1 with a line on stderr (remedy: install the C
 * library's gconv modules where you build). */
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char gen_simplified[] =
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存"
    "候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞";

static const char gen_traditional[] =
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種"
    "面而方後多定行學法所民得經十三之進着等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本"
    "去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比"
    "或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總"
    "次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做"
    "必戰先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權"
    "收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信"
    "馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持音眾書布復容兒須際商非驗連"
    "斷深難近礦千周委素技備半辦青省列習響約支般史感勞便團往歷市克何除消構府稱太準精值號率族維劃選標寫存候"
    "毛親快效斯院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴龍飛裏"
    "于係干准曆週臺台灣罰款訴您嗎呢吧";

static const char gen_japanese[] =
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名"
    "川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動"
    "京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝"
    "運終台広住無真有口少町料工建空急止送切転研究足楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古"
    "歌買悪室歩風紙黒花春赤青館屋色走駅旅服部議民連対市内相定実決全表戦経最現調化当約法性的要制治務成期取"
    "都和機平加受続進数記初指権支産点報済活原共得解交資予向際勝面告反判認参利組信在件側任引求所次昨論官増"
    "係感情投示変打直両式確果容必演歳争談能位置流格疑過局放常状球職与供役構割身費付由説難優夫収断石違消神"
    "番規術備宅害配警育席乗残想線声念助労例衛然限追商葉伝働形景落好退頭負渡失差末守若種美命福望非観察段横"
    "深申様財港識呼達良候程満値突光路科積他処太客否師登易速存飛殺号単座破除完降責危給苦迎園具辞因愛富彼未"
    "冷適婦込顔類余王返妻背熱宿薬険頼覚船途許抜便留努精散静婚喜浮絶幸押等老曲払庭徒条第項";

static const char gen_korean[] =
    "이다는의에을가고하를은로한지사도기자나서리해인어시대그라정아들으있부수일과보전제상주장관것면조만스동"
    "구원국게공여할적우소경러선마안니세오내성와트신중치계비요연위회단드때생문었방당무거없명발진실저유년등"
    "개결입교미분화습체행영심재되더바식까모물용산양학현통간반말려날작불금배직민속역파복건점운음타호레군청"
    "외표크야각했남업노법임차르며터많설급열또두포알코토매강추최력본감달령목살길손집김프북종근별품친권래히"
    "데활향석편합던후증론벌브네및될됩았였겠됐류평새곳질테션항률칙효책록따않같큰밀받된느냐렇죠싶봤엇께처름"
    "씨";

enum { GEN_HAN_FIRST = 0x4E00, GEN_HAN_LAST = 0x9FFF, GEN_HANGUL_FIRST = 0xAC00, GEN_HANGUL_LAST = 0xD7A3 };
/* How many of each list's letters are of the first level. */
enum { GEN_HEAD = 120 };

enum gen_level { GEN_HEAD_LEVEL, GEN_LIST_LEVEL, GEN_FIRST_LEVEL, GEN_SECOND_LEVEL, GEN_ABSENT, GEN_LEVELS };
enum { GEN_LANGUAGES = 4, GEN_POINTS = 0x10000, GEN_CLASSES = 256 };

typedef struct gen_costs {
    int32_t of[GEN_LANGUAGES];
} gen_costs;

typedef struct gen_language {
    const char *list;
    const char *charset; /* a national standard in EUC form or Big5 */
    uint8_t first[2];    /* leads of its first level */
} gen_language;

static const gen_language gen_han_languages[4] = {
    {gen_simplified, "GB2312", {0xB0, 0xD7}},
    {gen_traditional, "BIG5", {0xA4, 0xC6}},
    {gen_japanese, "EUC-JP", {0xB0, 0xCF}},
    {"", "EUC-KR", {0, 0}}, /* Han letters are rare in Korean: all of the standard's are of its second level */
};
static const gen_language gen_hangul_language = {gen_korean, "EUC-KR", {0xB0, 0xC8}};

static iconv_t gen_open(const char *name)
{
    iconv_t converter = iconv_open("UTF-32LE", name);
    if (converter == (iconv_t)-1) {
        fprintf(stderr, "gen_decode_guess: no iconv module for %s\n", name);
        exit(1);
    }
    return converter;
}

/* Code points at `text`, which is valid; 0 at its end. */
static uint32_t gen_next(iconv_t converter, const char **text)
{
    size_t left = 1 + (size_t)(((uint8_t) * *text >= 0xC0) + ((uint8_t) * *text >= 0xE0) + ((uint8_t) * *text >= 0xF0));
    char input[4];
    memcpy(input, *text, left);
    *text += left;
    uint32_t point = 0;
    char *from = input;
    char *to = (char *)&point;
    size_t room = sizeof point;
    return iconv(converter, &from, &left, &to, &room) == 0 ? point : 0;
}

/* ret_levels of `first` … `last` for one language. */
static void gen_levels(const gen_language *language, uint32_t first, uint32_t last, uint8_t *ret_levels)
{
    memset(ret_levels, GEN_ABSENT, last - first + 1);
    iconv_t converter = gen_open(language->charset);
    for (unsigned lead = 0xA1; lead <= 0xFE; lead++) {
        for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
            char input[2] = {(char)lead, (char)trail};
            uint32_t point = 0;
            char *from = input;
            char *to = (char *)&point;
            size_t left = sizeof input;
            size_t room = sizeof point;
            iconv(converter, NULL, NULL, NULL, NULL);
            if (iconv(converter, &from, &left, &to, &room) != 0 || left != 0 || point < first || point > last) {
                continue;
            }
            bool common = lead >= language->first[0] && lead <= language->first[1];
            ret_levels[point - first] = common ? GEN_FIRST_LEVEL : GEN_SECOND_LEVEL;
        }
    }
    iconv_close(converter);
    converter = gen_open("UTF-8");
    unsigned rank = 0;
    for (const char *text = language->list; *text != '\0'; rank++) {
        uint32_t point = gen_next(converter, &text);
        if (point >= first && point <= last) {
            ret_levels[point - first] = rank < GEN_HEAD ? GEN_HEAD_LEVEL : GEN_LIST_LEVEL;
        }
    }
    iconv_close(converter);
}

static const int32_t gen_han_costs[GEN_LANGUAGES][GEN_LEVELS] = {
    {80, 102, 137, 183, 230}, {80, 102, 137, 183, 230}, {95, 110, 145, 190, 240}, {170, 170, 170, 170, 240}};
static const int32_t gen_hangul_costs[GEN_LEVELS] = {72, 92, 135, 180, 220};
enum { GEN_HANGUL_ELSEWHERE = 200 };

typedef struct gen_range {
    uint32_t first, last;
    gen_costs costs;
} gen_range;

/* A later range overrules an earlier one. */
static const gen_range gen_ranges[] = {
    {0x0000, 0xFFFF, {{250, 250, 250, 250}}}, /* rare */
    {0x0001, 0x001F, {{200, 200, 200, 200}}}, /* controls */
    {0x0009, 0x000D, {{40, 40, 40, 40}}},     {0x001A, 0x001A, {{40, 40, 40, 40}}},
    {0x0020, 0x0020, {{30, 30, 30, 30}}},     {0x0021, 0x007E, {{60, 60, 60, 60}}},
    {0x0030, 0x0039, {{45, 45, 45, 45}}},     {0x0041, 0x005A, {{45, 45, 45, 45}}},
    {0x0061, 0x007A, {{45, 45, 45, 45}}},     {0x007F, 0x007F, {{200, 200, 200, 200}}},
    {0x0080, 0x009F, {{300, 300, 300, 300}}}, {0x00A0, 0x024F, {{150, 150, 150, 150}}}, /* letters that come singly */
    {0x0370, 0x045F, {{105, 105, 105, 105}}}, /* Greek and Cyrillic come as whole texts */
    {0x2010, 0x2BFF, {{120, 120, 120, 120}}}, /* symbols */
    {0x3000, 0x3000, {{50, 50, 70, 110}}},    {0x3001, 0x303F, {{120, 120, 120, 120}}},
    {0x3041, 0x309F, {{150, 150, 66, 180}}}, /* Hiragana */
    {0x30A0, 0x30FF, {{150, 150, 90, 180}}}, /* Katakana */
    {0x3105, 0x312F, {{150, 150, 150, 150}}}, {0x3200, 0x33FF, {{120, 120, 120, 120}}},
    {0xE000, 0xF8FF, {{300, 300, 300, 300}}},                                         /* private use */
    {0xFE30, 0xFE6F, {{120, 120, 120, 120}}}, {0xFF01, 0xFF5E, {{90, 95, 100, 120}}}, /* full width */
    {0xFF61, 0xFF9F, {{170, 170, 125, 180}}},                                         /* half width */
    {0xFFE0, 0xFFE6, {{120, 120, 120, 120}}}, {0xFFFE, 0xFFFF, {{300, 300, 300, 300}}},
};
/* 、。《》「」（），：；？！ and their like */
static const uint16_t gen_marks[] = {0xB7,   0x2014, 0x2015, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x3001,
                                     0x3002, 0x3008, 0x3009, 0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F,
                                     0x3010, 0x3011, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F};
static const gen_costs gen_mark = {{55, 60, 65, 100}};

static void gen_cost(gen_costs *ret_costs)
{
    static uint8_t levels[GEN_HAN_LAST - GEN_HAN_FIRST + 1];
    for (size_t i = 0; i < sizeof gen_ranges / sizeof gen_ranges[0]; i++) {
        for (uint32_t point = gen_ranges[i].first; point <= gen_ranges[i].last; point++) {
            ret_costs[point] = gen_ranges[i].costs;
        }
    }
    for (size_t i = 0; i < sizeof gen_marks / sizeof gen_marks[0]; i++) {
        ret_costs[gen_marks[i]] = gen_mark;
    }
    for (unsigned language = 0; language < GEN_LANGUAGES; language++) {
        gen_levels(&gen_han_languages[language], GEN_HAN_FIRST, GEN_HAN_LAST, levels);
        for (uint32_t point = GEN_HAN_FIRST; point <= GEN_HAN_LAST; point++) {
            ret_costs[point].of[language] = gen_han_costs[language][levels[point - GEN_HAN_FIRST]];
        }
    }
    gen_levels(&gen_hangul_language, GEN_HANGUL_FIRST, GEN_HANGUL_LAST, levels);
    for (uint32_t point = GEN_HANGUL_FIRST; point <= GEN_HANGUL_LAST; point++) {
        int32_t korean = gen_hangul_costs[levels[point - GEN_HANGUL_FIRST]];
        ret_costs[point] = (gen_costs){{GEN_HANGUL_ELSEWHERE, GEN_HANGUL_ELSEWHERE, GEN_HANGUL_ELSEWHERE, korean}};
    }
}

/* Numbers the different costs; class 0 is that of NUL, 250, which is also that of what is beyond the first plane. */
static void gen_write(FILE *out, const gen_costs *costs)
{
    static gen_costs classes[GEN_CLASSES];
    unsigned count = 0;
    fprintf(out, "static const uint8_t guess_class[] = {");
    for (uint32_t point = 0; point < GEN_POINTS; point++) {
        unsigned class = 0;
        while (class < count && memcmp(&classes[class], &costs[point], sizeof costs[point]) != 0) {
            class ++;
        }
        if (class == GEN_CLASSES) {
            fprintf(stderr, "gen_decode_guess: more than %d classes\n", GEN_CLASSES);
            exit(1);
        }
        if (class == count) {
            classes[count++] = costs[point];
        }
        fprintf(out, "%s%u,", point % 32 == 0 ? "\n" : "", class);
    }
    fprintf(out, "\n};\nstatic const int32_t guess_costs[][%d] = {", GEN_LANGUAGES);
    for (unsigned class = 0; class < count; class ++) {
        const int32_t *of = classes[class].of;
        fprintf(out, "%s{%d, %d, %d, %d},", class % 8 == 0 ? "\n" : " ", of[0], of[1], of[2], of[3]);
    }
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv)
{
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (out == NULL) {
        fprintf(stderr, "usage: gen_decode_guess FILE\n");
        return 1;
    }
    static gen_costs costs[GEN_POINTS];
    gen_cost(costs);
    gen_write(out, costs);
    if (fclose(out) != 0) {
        fprintf(stderr, "gen_decode_guess: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    return 0;
}
