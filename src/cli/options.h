/* options: one table of a command's options gives its parser, its usage line and its help.
 *
 * Input: argv.
 * Output: values in the caller's variables (which hold the defaults, shown live by --help) and operands.
 * Ownership: values point into argv.
 * Errors: a message on stderr and exit code 2.
 * Complexity: words × options. */
#ifndef LT_CLI_OPTIONS_H
#define LT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cli_kind {
    CLI_FLAG,     /* bool */
    CLI_SWITCH,   /* int: 1 */
    CLI_UNSIGNED, /* unsigned */
    CLI_SIZE,     /* uint64_t: 64M, 2G; 0 shows as "none" */
    CLI_DECIMAL,  /* double */
    CLI_TEXT,     /* const char * */
    CLI_LIST,     /* cli_list: it may be given several times */
    CLI_CHOICE    /* int: index into choices */
} cli_kind;

#define CLI_LIST_MOST 16
typedef struct cli_list {
    const char *items[CLI_LIST_MOST];
    size_t count;
} cli_list;

typedef struct cli_option {
    const char *name; /* without dashes */
    char letter;      /* or 0 */
    cli_kind kind;
    void *value;
    const char *argument; /* shown in help; NULL for flags */
    const char *help;
    const char *const *choices; /* NULL-terminated; CLI_CHOICE alone */
} cli_option;

/* What input may hold, of every command that reads some. */
#define CLI_INPUT_LIMITS(input)                                                                                        \
    {"lossy", 0, CLI_SWITCH, &(input).lossy, NULL, "bytes that do not decode are read as U+FFFD, and counted", NULL},  \
        {"max-document",                                                                                               \
         0,                                                                                                            \
         CLI_SIZE,                                                                                                     \
         &(input).max_document,                                                                                        \
         "SIZE",                                                                                                       \
         "text of one document, decompressed, at most",                                                                \
         NULL},                                                                                                        \
        {"max-record", 0, CLI_SIZE, &(input).max_record, "SIZE", "JSON Lines: one line, at most", NULL},               \
    {                                                                                                                  \
        "max-ratio", 0, CLI_UNSIGNED, &(input).max_ratio, "N", "compressed: times its size, at most, above 1 GiB",     \
            NULL                                                                                                       \
    }

typedef struct cli_command {
    const char *name;
    const char *operands; /* as in the usage line */
    const char *summary;
    const char *details; /* paragraphs under the options; may be NULL */
    int (*run)(int argc, char **argv);
} cli_command;

/* What every command has. */
typedef struct cli_common {
    bool quiet, verbose;
} cli_common;

/* All options of a command. */
typedef struct cli_options {
    const cli_option *items;
    size_t count;
    cli_common *common;
} cli_options;

/* Parses argv[1…]; operands are moved to the front of argv[1…]. Returns −1 to go on, otherwise the exit code (help and
 * version were printed, or the usage is wrong). */
int cli_parse(const cli_command *command, const cli_options *options, int argc, char **argv, int *ret_operands);

#endif
