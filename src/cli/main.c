/* main: finds the command and calls it.
 *
 * Input: argv. Output: the command's exit code (0 done · 1 the gate refuses · 2 usage · 3 bad input · 4 system · 130
 * interrupted). */
#include "commands.h"
#include "console.h"

#include <malloc.h>
#include <string.h>

static const cli_command *const main_commands[] = {&cli_scan_command, &cli_report_command, &cli_compare_command,
                                                   &cli_index_command, &cli_gate_command};

static void main_usage(FILE *file)
{
    fprintf(file, "usage: leitong COMMAND [OPTION…] …\n\nFinds text that was written once and used many times.\n\n");
    for (size_t i = 0; i < sizeof main_commands / sizeof main_commands[0]; i++) {
        fprintf(file, "  %-8s %s\n", main_commands[i]->name, main_commands[i]->summary);
    }
    fprintf(file, "\n'leitong COMMAND --help' tells more.\n");
}

static int main_run(int argc, char **argv)
{
    if (argc < 2) {
        main_usage(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        main_usage(stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        console_version();
        return 0;
    }
    for (size_t i = 0; i < sizeof main_commands / sizeof main_commands[0]; i++) {
        if (strcmp(argv[1], main_commands[i]->name) == 0) {
            return main_commands[i]->run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "leitong: no such command: %s; see 'leitong --help'\n", argv[1]);
    return 2;
}

int main(int argc, char **argv)
{
    console_open();
    /* What one worker has freed another may use; an arena each would keep it (glibc). A twelfth of the peak. */
    (void)mallopt(M_ARENA_MAX, 1);
    return console_close(main_run(argc, argv));
}
