/* name_words: the words by which persons are known, each once, for all stages that ask.
 *
 * Surnames are the common ones and compound ones, written from general knowledge; left out are those
 * that are far more often a word (全 党 干 管 都 和 后 …). Titles differ in how much they say of what stands before
 * them, whatever it is:
 *   - offices: it is a person who speaks or is spoken of (同志, 书记, 市长): person, slot and name ask for these;
 *   - titles that persons alone have, though not behind every word (各位老师): slot and name;
 *   - words that are a title beside a name alone, and otherwise others' (委员 in 委员会, 代表): name.
 * 副 may stand before any.
 * Input: which list.
 * Output: UTF-8, words parted by a space (surnames of one letter: unparted), in both transcriptions.
 * Ownership: the library.
 * Errors: none.
 * Complexity: constant time. */
#ifndef LT_TEXT_NAME_WORDS_H
#define LT_TEXT_NAME_WORDS_H

typedef enum lt_name_list {
    LT_LIST_SURNAMES, /* the commonest: a fill that begins with one may be a person without more */
    LT_LIST_RARER,    /* 成 文 桑 …: only with a title beside them */
    LT_LIST_COMPOUNDS,
    LT_LIST_OFFICES,
    LT_LIST_TITLES,
    LT_LIST_BESIDE
} lt_name_list;

const char *lt_name_words(lt_name_list list);

#endif
