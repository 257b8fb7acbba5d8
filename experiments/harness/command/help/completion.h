/* The parts of a completion that are the same whatever the tables hold. */
#ifndef POSBIAS_HARNESS_COMMAND_HELP_COMPLETION_H
#define POSBIAS_HARNESS_COMMAND_HELP_COMPLETION_H

/* Functions that both shells run:
 *   _posbias_candidates COMMAND BEFORE WORD   what may stand in place of the word behind another, a
 *       line each; "<file>" and "<folder>" stand for the names of all
 * by means of what is written from the tables:
 *   _posbias_words COMMAND       its words; of "", those that begin a command line
 *   _posbias_takes COMMAND       its options: "--name KIND choices.." where KIND is flag, value,
 *       file, folder, one, some, or a kind of string
 *   _posbias_string KIND [NAME]  the names of a kind of string; the keys of one */
extern const char completion_core[];

/* What stands before and behind them for each shell. */
extern const char completion_bash_head[], completion_bash_tail[];
extern const char completion_zsh_head[], completion_zsh_tail[];

#endif
