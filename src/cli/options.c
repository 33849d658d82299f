#include "options.h"

#include "leitong/leitong.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool options_is_flag(const cli_option *option)
{
    return option->kind == CLI_FLAG || option->kind == CLI_SWITCH;
}

static void options_value(const cli_option *option, char *text, size_t size)
{
    uint64_t bytes;
    const char *string;
    int choice;
    text[0] = '\0';
    switch (option->kind) {
    case CLI_FLAG:
    case CLI_SWITCH:
        break;
    case CLI_UNSIGNED:
        snprintf(text, size, "%u", *(const unsigned *)option->value);
        break;
    case CLI_SIZE:
        memcpy(&bytes, option->value, sizeof bytes);
        if (bytes == 0) {
            snprintf(text, size, "none");
        } else {
            unsigned unit = 0;
            while (unit < 4 && bytes % 1024 == 0) {
                bytes /= 1024;
                unit++;
            }
            snprintf(text, size, "%llu%.1s", (unsigned long long)bytes, &"\0KMGT"[unit]);
        }
        break;
    case CLI_DECIMAL:
        snprintf(text, size, "%g", *(const double *)option->value);
        break;
    case CLI_TEXT:
        memcpy(&string, option->value, sizeof string);
        snprintf(text, size, "%s", string != NULL ? string : "");
        break;
    case CLI_LIST:
        text[0] = '\0';
        break;
    case CLI_CHOICE:
        memcpy(&choice, option->value, sizeof choice);
        snprintf(text, size, "%s", option->choices[choice]);
        break;
    }
}

static void options_line(const cli_option *option)
{
    char left[80];
    char value[64];
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", option->letter ? '-' : ' ', option->letter ? option->letter : ' ',
             option->letter ? "," : " ", option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    options_value(option, value, sizeof value);
    printf("  %-27s %s%s%s%s\n", left, option->help, value[0] ? " [" : "", value, value[0] ? "]" : "");
}

static void options_help(const cli_command *command, const cli_options *options)
{
    printf("usage: leitong %s%s %s\n\n%s\n\n", command->name, options->count > 0 ? " [OPTION…]" : "", command->operands,
           command->summary);
    for (size_t i = 0; i < options->count; i++) {
        options_line(&options->items[i]);
    }
    printf("  %-27s %s\n", "-q, --quiet", "nothing but data and errors");
    printf("  %-27s %s\n", "-v, --verbose", "say more");
    printf("  %-27s %s\n", "    --help", "this text; defaults stand in brackets");
    printf("  %-27s %s\n", "    --version", "the version");
    if (command->details != NULL) {
        printf("\n%s\n", command->details);
    }
}

static int options_complain(const cli_command *command, const char *what, const char *name, const char *why)
{
    fprintf(stderr, "leitong %s: %s%s%s; see 'leitong %s --help'\n", command->name, what, name, why, command->name);
    return 2;
}

static bool options_size(const char *text, uint64_t *ret_bytes)
{
    char *end;
    errno = 0;
    if (!isdigit((unsigned char)text[0])) {
        return false;
    }
    unsigned long long number = strtoull(text, &end, 10);
    unsigned shift = 0;
    switch (toupper((unsigned char)*end)) {
    case 'K':
        shift = 10;
        break;
    case 'M':
        shift = 20;
        break;
    case 'G':
        shift = 30;
        break;
    case 'T':
        shift = 40;
        break;
    default:
        break;
    }
    end += shift > 0;
    if (errno != 0 || *end != '\0' || number > UINT64_MAX >> shift) {
        return false;
    }
    *ret_bytes = (uint64_t)number << shift;
    return true;
}

static bool options_set(const cli_option *option, const char *text)
{
    char *end = NULL;
    uint64_t bytes;
    cli_list *list;
    errno = 0;
    switch (option->kind) {
    case CLI_FLAG:
        *(bool *)option->value = true;
        return true;
    case CLI_SWITCH:
        *(int *)option->value = 1;
        return true;
    case CLI_UNSIGNED:
        if (!options_size(text, &bytes) || bytes > UINT32_MAX || !isdigit((unsigned char)text[strlen(text) - 1])) {
            return false;
        }
        *(unsigned *)option->value = (unsigned)bytes;
        return true;
    case CLI_SIZE:
        return options_size(text, option->value);
    case CLI_DECIMAL:
        *(double *)option->value = strtod(text, &end);
        return errno == 0 && end != text && *end == '\0';
    case CLI_TEXT:
        memcpy(option->value, &text, sizeof text);
        return true;
    case CLI_LIST:
        list = option->value;
        if (list->count == CLI_LIST_MOST) {
            return false;
        }
        list->items[list->count++] = text;
        return true;
    case CLI_CHOICE:
        for (int i = 0; option->choices[i] != NULL; i++) {
            if (strcmp(option->choices[i], text) == 0) {
                *(int *)option->value = i;
                return true;
            }
        }
        return false;
    }
    return false;
}

static const cli_option *options_find(const cli_options *options, const char *name, size_t length, char letter)
{
    for (size_t i = 0; i < options->count; i++) {
        const cli_option *option = &options->items[i];
        if (letter != 0 ? option->letter == letter
                        : strlen(option->name) == length && memcmp(option->name, name, length) == 0) {
            return option;
        }
    }
    return NULL;
}

/* --quiet and its like; true when the word was one of them, with *ret_exit ≥ 0 when the command is thereby done. */
static bool options_common(const cli_command *command, const cli_options *options, const char *word, int *ret_exit)
{
    if (strcmp(word, "--help") == 0) {
        options_help(command, options);
        *ret_exit = 0;
    } else if (strcmp(word, "--version") == 0) {
        printf("leitong %s\n", leitong_version());
        *ret_exit = 0;
    } else if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0) {
        options->common->quiet = true;
    } else if (strcmp(word, "--verbose") == 0 || strcmp(word, "-v") == 0) {
        options->common->verbose = true;
    } else {
        return false;
    }
    return true;
}

/* One option word; *at is moved past its argument. */
static int options_word(const cli_command *command, const cli_options *options, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    const char *equals = is_long ? strchr(word, '=') : NULL;
    size_t length = is_long ? (equals != NULL ? (size_t)(equals - word) : strlen(word)) - 2 : 0;
    char letter = word[1];
    if (is_long) {
        letter = '\0';
    }
    const cli_option *option = options_find(options, word + 2, length, letter);
    if (option == NULL) {
        return options_complain(command, "no such option: ", word, "");
    }
    const char *argument = equals != NULL ? equals + 1 : !is_long && word[2] != '\0' ? word + 2 : NULL;
    if (options_is_flag(option) && argument != NULL) {
        return options_complain(command, "--", option->name, " takes no argument");
    }
    if (!options_is_flag(option) && argument == NULL) {
        if (*at + 1 == argc) {
            return options_complain(command, "--", option->name, " needs an argument");
        }
        argument = argv[++*at];
    }
    if (!options_set(option, argument)) {
        fprintf(stderr, "leitong %s: --%s: '%s' is not %s", command->name, option->name, argument,
                option->kind == CLI_CHOICE    ? "one of"
                : option->kind == CLI_DECIMAL ? "a number"
                : option->kind == CLI_SIZE    ? "a size such as 64M"
                                              : "a whole number");
        for (size_t i = 0; option->kind == CLI_CHOICE && option->choices[i] != NULL; i++) {
            fprintf(stderr, "%s %s", i > 0 ? "," : "", option->choices[i]);
        }
        fprintf(stderr, "; see 'leitong %s --help'\n", command->name);
        return 2;
    }
    return -1;
}

int cli_parse(const cli_command *command, const cli_options *options, int argc, char **argv, int *ret_operands)
{
    int operands = 0;
    bool only_operands = false;
    for (int at = 1; at < argc; at++) {
        char *word = argv[at];
        int exit_code = -1;
        if (only_operands || word[0] != '-' || word[1] == '\0') {
            argv[1 + operands++] = word;
        } else if (strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (options_common(command, options, word, &exit_code)) {
            if (exit_code >= 0) {
                return exit_code;
            }
        } else {
            exit_code = options_word(command, options, argc, argv, &at);
            if (exit_code >= 0) {
                return exit_code;
            }
        }
    }
    *ret_operands = operands;
    return -1;
}
