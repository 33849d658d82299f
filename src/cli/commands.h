/* commands: the table of commands, one a file.
 *
 * Input: none.
 * Output: each command's name, help and function.
 * Ownership: none, the table is constant.
 * Errors: none.
 * Complexity: constant. */
#ifndef LT_CLI_COMMANDS_H
#define LT_CLI_COMMANDS_H

#include "options.h"

extern const cli_command cli_scan_command;
extern const cli_command cli_report_command;
extern const cli_command cli_compare_command;
extern const cli_command cli_index_command;
extern const cli_command cli_gate_command;

#endif
