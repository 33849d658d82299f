#include "text/name_words.h"

static const char words_surnames[] =
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董"
    "袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛"
    "闫閆段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯温溫聂聶蒲宁寧鲁魯屈葛欧歐";

static const char words_rarer[] =
    "洪赖常康施文牛樊邢安齐易乔伍庞颜倪庄章岳翟殷詹申耿关焦左柳甘祝包符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁"
    "冉路骆辛靳饶解宗娄管阎艾项卜尚喻晏柴苟宫隋桑车仇应房游冀瞿滕丘景褚邬古鲍卓臧牟边米戚窦巫闵粟阳麦蓝鐘範賴"
    "齊喬龐顏莊關單紀畢塗駱萧饒婁閻項車應鮑邊竇閔陽麥藍連簡";

static const char words_compounds[] =
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 尉迟 公孙 公孫 慕容 令狐 司徒 夏侯 宇文 长孙 東方 东郭 南宫 端木 "
    "申屠 澹台 轩辕 百里 呼延 独孤 完颜 第五 淳于 单于";

static const char words_offices[] =
    "同志 书记 書記 市长 市長 县长 縣長 区长 區長 镇长 鎮長 乡长 鄉長 省长 省長 州长 州長 村长 村長 主席 主任 总理 "
    "總理 部长 部長 局长 局長 厅长 廳長 处长 處長 科长 科長 院长 院長 校长 校長 会长 會長 所长 所長 站长 站長 "
    "组长 組長 队长 隊長";

static const char words_titles[] =
    "委员长 委員長 秘书长 秘書長 先生 女士 教授 老师 老師 总统 總統 司令 董事长 董事長 经理 經理 理事长 "
    "理事長 检察长 檢察長 行长 行長 常委 副市长 副书记 副县长 副主任 副区长 副镇长 总书记 總書記";

static const char words_beside[] =
    "副書記 副市長 副縣長 副乡长 副省长 副部长 副局长 副厅长 副处长 股长 副主席 副总理 副秘书长 委员 委員长 "
    "副院长 副校长 庭长 政委 司令员 总经理 代表 首相 专员 巡视员 调研员 社长";

const char *lt_name_words(lt_name_list list)
{
    switch (list) {
    case LT_LIST_SURNAMES:
        return words_surnames;
    case LT_LIST_RARER:
        return words_rarer;
    case LT_LIST_COMPOUNDS:
        return words_compounds;
    case LT_LIST_OFFICES:
        return words_offices;
    case LT_LIST_TITLES:
        return words_titles;
    default:
        return words_beside;
    }
}
